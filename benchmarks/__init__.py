"""Side-by-side measures: `make bench`. Each module has `mesurer(settings) -> list[Mesure]`; seeded, median of 5."""
