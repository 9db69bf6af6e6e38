"""The séance: agenda, notice, presence, votes, decisions, closing. Its life is law, so it is pure code."""
