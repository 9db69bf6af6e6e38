"""Dates of the forms of the room: a wrong one is refused where something is written, never read as another day."""

from __future__ import annotations

from datetime import date

from flask import request

from college.erreurs import Invalide
from college.horloge import ANNEES


def jour_demande(nom: str) -> date | None:
    """What a page is asked to show: a badly written day shows what it shows without one."""
    return _lire(request.values.get(nom, ""))


def jour_ecrit(nom: str) -> date | None:
    """What a form records: none where nothing is written. Raises Invalide."""
    ecrit = request.form.get(nom, "").strip()
    lu = _lire(ecrit)
    if ecrit and lu is None:
        raise Invalide("Écrivez une date qui existe, par exemple 2026-12-31 : rien n’a été noté.", nom)
    return lu


def _lire(ecrit: str) -> date | None:
    try:
        lu = date.fromisoformat(ecrit.strip())
    except ValueError:
        return None
    return lu if ANNEES[0] <= lu.year <= ANNEES[1] else None
