"""Reading a point over: suggested changes and comments, kept beside the text and never in it."""
