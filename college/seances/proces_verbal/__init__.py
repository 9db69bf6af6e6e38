"""The minutes once written: observations, approval, the two parts (CDLD L1122-16)."""
