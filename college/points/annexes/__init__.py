"""Files attached to a point: checked, stored by their hash, typed, confidential or not."""
