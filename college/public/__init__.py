"""The citizen's door: search, séances, decisions, feeds; it reads only what is published."""
