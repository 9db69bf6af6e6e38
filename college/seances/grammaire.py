"""Agreement for the sentences of the minutes. Pure."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from college.francais import date_longue, du, enumerer, le

__all__ = ["accorder", "date_complete", "du", "genre_de", "le", "liste", "sans_accent"]


def liste(elements: Sequence[str], mot: str = "et") -> str:
    """« A », « A et B », « A, B et C »."""
    return enumerer(list(elements), mot)


def sans_accent(texte: str) -> str:
    """The text folded for comparison and sorting: no accent, no case."""
    return "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c)).casefold()


def genre_de(genres: Sequence[str]) -> str:
    """The gender of a group: feminine only when everybody is."""
    return "f" if genres and all(g == "f" for g in genres) else "m"


def accorder(radical: str, genres: Sequence[str]) -> str:
    """« présent », « présente », « présents », « présentes »."""
    feminin = "e" if genre_de(genres) == "f" else ""
    return f"{radical}{feminin}{'s' if len(genres) > 1 else ''}"


def date_complete(jour: date) -> str:
    """« lundi 14 décembre 2026 »: the weekday, since somebody must act."""
    return date_longue(jour, avec_jour=True)
