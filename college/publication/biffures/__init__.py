"""Redaction marks (biffures): personal data found or marked in a text, settled by a person, masked in public.

The full text stays in the register; the public rendition shows « donnée masquée » in its place.
"""
