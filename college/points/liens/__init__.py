"""Typed links between points: each offers its visa, is read from both sides, and says what became of the other."""
