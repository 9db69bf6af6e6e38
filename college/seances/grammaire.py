"""Agreement for the sentences of the minutes. Pure."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from college.francais import date_longue, du, enumerer, le

__all__ = ["accorder", "date_complete", "de_l_organe", "du", "genre_d_organe", "genre_de", "l_organe", "le", "liste",
           "sans_accent"]  # fmt: skip

# First words of the names of organes: « la Commission consultative », « la Régie foncière ».
FEMININS = frozenset(
    ("assemblée", "cellule", "commission", "commune", "conférence", "délégation", "intercommunale", "régie", "réunion")
)


def liste(elements: Sequence[str], mot: str = "et") -> str:
    """« A », « A et B », « A, B et C »."""
    return enumerer(list(elements), mot)


def sans_accent(texte: str) -> str:
    """The text folded for comparison and sorting: no accent, no case."""
    return "".join(c for c in unicodedata.normalize("NFD", texte) if not unicodedata.combining(c)).casefold()


def genre_d_organe(nom: str) -> str:
    """The gender of the name of an organe: « le Conseil communal », « la Commission consultative »."""
    return "f" if nom.split(" ")[0].lower() in FEMININS else "m"


def l_organe(nom: str) -> str:
    """« le Conseil communal », « la Commission consultative »."""
    return le(nom, genre_d_organe(nom))


def de_l_organe(nom: str) -> str:
    """« du Conseil communal », « de la Commission consultative »."""
    return du(nom, genre_d_organe(nom))


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
