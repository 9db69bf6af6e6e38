"""A gesture on screen that the rule may refuse: undone as a whole, its sentence shown where it was tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash

from college.erreurs import Invalide, Refus
from college.transaction import unite


def essayer(geste: Callable[[], Any]) -> Refus | None:
    """Run it under a savepoint; give back the refusal, or None."""
    try:
        with unite().begin_nested():
            geste()
    except Refus as refus:
        return refus
    except Invalide as faute:
        return Refus(faute.phrase, motif="saisie")
    return None


def essayer_et_dire(geste: Callable[[], Any], reussi: str = "", annuler: str = "") -> bool:
    """The same for small gestures: the answer is a message at the foot of the next page."""
    refus = essayer(geste)
    if refus is not None:
        flash(refus.phrase, "refus")
    elif reussi:
        flash(reussi, f"annuler:{annuler}" if annuler else "info")
    return refus is None
