"""A point that goes on to another organe: chosen before the decision or after it, done once, linked both ways."""
