"""Clauses that the editor offers: those of every authority, then the house's own and each service's."""
