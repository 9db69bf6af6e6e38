"""The decision has come, in a séance or without one: what was chosen beforehand goes on, in the same transaction."""

from __future__ import annotations

from typing import Any

from college.annonces import abonner
from college.droits import Acteur
from college.points.envois import services
from college.points.modele import Point


@abonner("seance.levee")
def apres_la_seance(acteur: Acteur, seance: Any, **_: Any) -> None:
    """Outcomes are locked: `seance` is read by its plain columns only."""
    for ligne in seance.inscriptions:
        if not ligne.retiree and ligne.point.suite:
            services.poursuivre(acteur, ligne.point, ligne.issue)


@abonner("point.decide_hors_seance")
def apres_la_decision(acteur: Acteur, point: Point, **_: Any) -> None:
    """An authority decided: its decision is an acceptance."""
    services.poursuivre(acteur, point, "accepte")
