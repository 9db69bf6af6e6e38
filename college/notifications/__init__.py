"""Telling people what waits for them and what happened to their points: on screen, and by mail as they prefer."""
