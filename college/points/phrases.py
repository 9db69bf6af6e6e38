"""French typography for sentences written in code: PURE.

Sentences are written with plain spaces and apostrophes, which can be seen in an editor; this puts the
no-break spaces and the curly apostrophe that print wants.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from college.francais import INSECABLE, MOIS

_AVANT = re.compile(r" (?=[;:!?»€%])")
_APRES = re.compile(r"« ")


def fr(texte: str) -> str:
    """« L'avis : 3 % » with its no-break spaces and its apostrophe."""
    texte = _AVANT.sub(INSECABLE, texte.replace("'", "’"))
    return _APRES.sub(f"«{INSECABLE}", texte)


def enumerer(mots: Sequence[str], liaison: str = "et") -> str:
    """« a, b et c »."""
    if len(mots) < 2:
        return "".join(mots)
    return f"{', '.join(mots[:-1])} {liaison} {mots[-1]}"


def jour(le: date) -> str:
    """« 1er décembre 2026 »."""
    return f"{'1er' if le.day == 1 else le.day} {MOIS[le.month - 1]} {le.year}"


def montant(valeur: Decimal) -> str:
    """« 30 000 € », cents only where there are some."""
    decimales = 0 if valeur == valeur.to_integral_value() else 2
    chiffres = f"{valeur:,.{decimales}f}".replace(",", INSECABLE).replace(".", ",")
    return f"{chiffres}{INSECABLE}€"


def pluriel(nombre: int, singulier: str, au_pluriel: str = "") -> str:
    """« 1 point », « 3 points »."""
    return f"{nombre}{INSECABLE}{singulier if nombre < 2 else au_pluriel or singulier + 's'}"
