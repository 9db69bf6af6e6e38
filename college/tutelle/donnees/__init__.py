"""The law of supervision as dated data: act types with their regime and delays, and the pieces that they require.

The two CSV files are settings, to be confirmed by a jurist line by line (`confiance`); nothing in the code knows a
delay. A change of law closes a line (`valide_au`) and opens another one with the same code.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from college.tutelle.donnees.lecture import lire_piece, lire_regle
from college.tutelle.regime import Catalogue


@cache
def catalogue() -> Catalogue:
    """The act types shipped with the application."""
    return Catalogue(
        regles=tuple(lire_regle(ligne) for ligne in _lignes("types_actes.csv")),
        pieces={piece.code: piece for piece in map(lire_piece, _lignes("pieces.csv"))},
    )


def _lignes(nom: str) -> list[dict[str, str]]:
    with (files(__package__) / nom).open(encoding="utf-8") as texte:
        return list(csv.DictReader(texte))
