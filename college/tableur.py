"""Tables for a spreadsheet: PURE. UTF-8 with its mark, semicolons as Belgian ones expect, no cell that computes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

# What a spreadsheet takes for the start of a formula, full-width twins and leading blanks included.
FORMULES = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


def inerte(valeur: str) -> str:
    """A cell that a spreadsheet would run as a formula starts with an apostrophe."""
    return f"'{valeur}" if valeur[:1] in ("\t", "\r", "\n") or valeur.lstrip().startswith(FORMULES) else valeur


def tableau(colonnes: Sequence[str], lignes: Iterable[Sequence[str]]) -> bytes:
    """The whole file."""
    texte = io.StringIO()
    ecrivain = csv.writer(texte, delimiter=";")
    ecrivain.writerow(colonnes)
    ecrivain.writerows([inerte(cellule) for cellule in ligne] for ligne in lignes)
    return b"\xef\xbb\xbf" + texte.getvalue().encode()
