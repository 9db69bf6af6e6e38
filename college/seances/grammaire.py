"""Agreement and elision for the sentences of the minutes. Pure."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from college.francais import date_longue, enumerer


def liste(elements: Sequence[str], mot: str = "et") -> str:
    """« A », « A et B », « A, B et C »."""
    return enumerer(list(elements), mot)


def sans_accent(texte: str) -> str:
    """The text folded for comparison and sorting: no accent, no case."""
    return "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c)).casefold()


def elide(mot_suivant: str) -> bool:
    """Does the word that follows call for an apostrophe? (No aspirated h among the words we print.)"""
    return sans_accent(mot_suivant[:1]) in {"a", "e", "i", "o", "u", "y", "h"}


def le(nom: str, genre: str = "m") -> str:
    """« le Conseil », « la commune », « l’échevine »."""
    if elide(nom):
        return f"l’{nom}"
    return f"{'la' if genre == 'f' else 'le'} {nom}"


def du(nom: str, genre: str = "m") -> str:
    """« du Conseil », « de la commune », « de l’organe »."""
    return f"de {le(nom, genre)}" if genre == "f" or elide(nom) else f"du {nom}"


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
