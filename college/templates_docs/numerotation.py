"""PURE: the number that a list shows before an item: « 1. », « a. », « A. », « iv. », « IV. »."""

from __future__ import annotations

_ROMAINS = (
    *((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix")),
    *((5, "v"), (4, "iv"), (1, "i")),
)


def marque(type: str, rang: int) -> str:
    """The mark of an item, as the PDF and the screen print it; figures beyond what letters and Romans can say."""
    if type in ("a", "A") and rang <= 26:
        return f"{chr(ord(type) + rang - 1)}."
    if type in ("i", "I") and rang < 400:
        return f"{_romain(rang) if type == 'i' else _romain(rang).upper()}."
    return f"{rang}."


def _romain(rang: int) -> str:
    lu = ""
    for valeur, signe in _ROMAINS:
        while rang >= valeur:
            lu, rang = lu + signe, rang - valeur
    return lu
