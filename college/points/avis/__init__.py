"""Advice asked and given on a point: groups and services, the financial director first (CDLD L1124-40)."""
