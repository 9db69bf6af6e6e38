"""PURE: the little French that documents need of their own: articles, dates, no-break spaces."""

from __future__ import annotations

import re
from datetime import date

from college.francais import FINE, INSECABLE, JOURS, MOIS, date_longue, du, le, majuscule

__all__ = [
    "FINE",
    "INSECABLE",
    "JOURS",
    "MOIS",
    "du",
    "en_ligne",
    "insecables_html",
    "jour",
    "le",
    "majuscule",
    "typographier",
]


def jour(valeur: date | None, semaine: bool = False) -> str:
    """« 1er mars 2026 », « lundi 9 novembre 2026 »; empty for no date."""
    if valeur is None:
        return ""
    return date_longue(valeur, semaine)


_LIEUX = ("Salle", "Maison", "Hôtel", "Rue", "Place", "Avenue", "Local", "Centre", "École", "Bureau", "Chaussée")


def en_ligne(lieu: str) -> str:
    """A place inside a sentence: « Salle des Tilleuls » becomes « salle des Tilleuls »; a proper name stays."""
    return lieu[:1].lower() + lieu[1:] if lieu.split(" ")[0] in _LIEUX else lieu


_AVANT = re.compile(r"[ \u00a0]?([;!?])(?=\s|$|[<»])")
_DEUX_POINTS = re.compile(r"[ \u00a0](:)(?=\s|$|<)")
_GUILLEMETS = (re.compile(r"«[ \u00a0]?"), re.compile(r"[ \u00a0]?»"))
_NOMBRE = re.compile(r"\bn°[ \u00a0]?(?=\d)")


def typographier(texte: str) -> str:
    """French spacing for our own sentences and for titles: no-break before ; : ! ? », after « and n°."""
    texte = texte.replace("'", "’")
    texte = _AVANT.sub(rf"{INSECABLE}\1", texte)
    texte = _DEUX_POINTS.sub(rf"{INSECABLE}\1", texte)
    texte = _GUILLEMETS[0].sub(f"«{INSECABLE}", texte)
    texte = _GUILLEMETS[1].sub(f"{INSECABLE}»", texte)
    return _NOMBRE.sub(f"n°{INSECABLE}", texte)


_TEXTE = re.compile(r"(?:^|(?<=>))[^<]+")
_COLLE = re.compile(r" (?=[;:!?»%€](?:[^\w]|$))|(?<=«) ")


def insecables_html(fragment: str) -> str:
    """A fragment whose typed spaces before « ; : ! ? » % € » and within quotes do not break; tags are left alone.

    Done when it is printed: what was frozen, and what masks look for, keep the words as they were typed.
    """
    return _TEXTE.sub(lambda texte: _COLLE.sub(INSECABLE, texte.group()), fragment)
