"""Supervision by the Region: what must be sent, when, what came back, and when the act may be executed."""
