"""A point from the moment somebody proposes it until a séance decides it: text, chain, advice, annexes."""
