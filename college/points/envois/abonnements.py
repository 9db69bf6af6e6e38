"""The decision has come, in a séance or without one: what was chosen beforehand goes on, in the same transaction."""

from __future__ import annotations

from typing import Any

from college import journal
from college.annonces import abonner
from college.droits import Acteur
from college.erreurs import Interdit, Invalide, Refus
from college.points.envois import services
from college.points.modele import Point
from college.transaction import unite


@abonner("seance.levee")
def apres_la_seance(acteur: Acteur, seance: Any, **_: Any) -> None:
    """Outcomes are locked: `seance` is read by its plain columns only."""
    for ligne in seance.inscriptions:
        if not ligne.retiree and ligne.point.suite:
            _poursuivre(acteur, ligne.point, ligne.issue)


@abonner("point.decide_hors_seance")
def apres_la_decision(acteur: Acteur, point: Point, **_: Any) -> None:
    """An authority decided: its decision is an acceptance."""
    _poursuivre(acteur, point, "accepte")


def _poursuivre(acteur: Acteur, point: Point, issue: str | None) -> None:
    """What cannot go on (an organe closed since) never holds the séance back: it is journalled, and done by hand."""
    try:
        with unite().begin_nested():
            services.poursuivre(acteur, point, issue)
    except (Refus, Interdit, Invalide) as refus:
        journal.noter(acteur, "point.suite_impossible", point, phrase=refus.phrase)
