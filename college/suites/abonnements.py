"""When texts are settled or an authority decides, what follows is prepared; when a conseil closes, it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from college.annonces import abonner
from college.droits import Acteur
from college.points.modele import Point
from college.seances.modele import Inscription, Seance
from college.suites import mesures, releves, services


@abonner("seance.arretee")
def _preparer(acteur: Acteur, seance: Seance, inscriptions: Sequence[Inscription], **_: Any) -> None:
    services.preparer(acteur, seance, inscriptions)
    releves.demander(seance)


@abonner("point.decide_hors_seance")
def _mesurer(acteur: Acteur, point: Point, **_: Any) -> None:
    mesures.naitre(acteur, point)


@abonner("seance.levee")
def _confirmer(acteur: Acteur, seance: Seance, **_: Any) -> None:
    mesures.suivre_le_conseil(acteur, seance)
