"""Reads the conditions of a step: a closed vocabulary over declared facts, never an evaluation. PURE."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from college.points.definition import CODES, FAITS, MONTANTS, OPERATEURS, OUI_NON, SENS, Condition
from college.points.phrases import enumerer


def conditions(brute: Any, refuser: Callable[[str], None]) -> tuple[Condition, ...]:
    """`si` of a step: one comparison, or a list of which all must hold. `refuser` is told each mistake."""
    if brute is None:
        return ()
    lues = (condition(une, refuser) for une in (brute if isinstance(brute, list) else [brute]))
    return tuple(condition for condition in lues if condition)


def condition(brute: Any, refuser: Callable[[str], None]) -> Condition | None:
    """One comparison, or None and a sentence to `refuser`."""
    if not isinstance(brute, Mapping) or set(brute) != {"champ", "operateur", "valeur"}:
        refuser("« si » s'écrit {champ, operateur, valeur}.")
        return None
    champ, operateur, valeur = brute["champ"], brute["operateur"], brute["valeur"]
    if champ not in FAITS:
        refuser(f"le fait « {champ} » est inconnu ; choisissez parmi {enumerer(FAITS, 'et')}.")
        return None
    permis = ("=", "!=") if champ in (*OUI_NON, "sens_financier") else tuple(OPERATEURS)
    if champ in CODES:
        permis = ("=", "!=", "dans")
    if operateur not in permis:
        refuser(f"l'opérateur « {operateur} » ne convient pas à « {champ} » ({enumerer(permis, 'ou')}).")
        return None
    try:
        return Condition(champ, operateur, _valeur(champ, operateur, valeur))
    except (ValueError, InvalidOperation):
        refuser(f"la valeur « {valeur} » ne convient pas à « {champ} {operateur} ».")
        return None


def _valeur(champ: str, operateur: str, valeur: Any) -> Any:
    if operateur == "dans":
        if not isinstance(valeur, list) or not valeur:
            raise ValueError
        return tuple(_valeur(champ, "=", une) for une in valeur)
    if champ in OUI_NON:
        if not isinstance(valeur, bool):
            raise ValueError
        return valeur
    if champ in MONTANTS:
        if isinstance(valeur, bool) or not isinstance(valeur, (int, float, str, Decimal)):
            raise ValueError
        nombre = Decimal(str(valeur))
        if not nombre.is_finite() or nombre < 0:
            raise ValueError
        return nombre
    if not isinstance(valeur, str) or not valeur or (champ == "sens_financier" and valeur not in SENS):
        raise ValueError
    return valeur
