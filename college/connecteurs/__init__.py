"""Doors to the outside: one file a connector, found by entry points, opened only if settings name it.

Knows nothing of points, acts or supervision: receives primitives and frozen value objects.
"""
