"""Templates of points: what a service proposes often, with blanks filled on screen; some come back at each séance."""
