"""What upper rooms learn of a point becomes words by which it is found: the day of its séance, its act's number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import update

from college import horloge
from college.annonces import abonner
from college.droits import Acteur
from college.points import mots
from college.points.modele import Point
from college.transaction import unite


@abonner("seance.arretee")
def dater(acteur: Acteur, seance: Any, inscriptions: Sequence[Any]) -> None:
    """Decided on a day: « 27 novembre 2026 » finds it."""
    jour = mots.jour(horloge.locale(seance.debut).date())
    _ajouter((ligne.point_id for ligne in inscriptions), jour)


@abonner("acte.pret")
def numeroter(acteur: Acteur, acte: Any) -> None:
    """Its act has a number."""
    if acte.point_id:
        _ajouter((acte.point_id,), mots.indexer((acte.reference,)))


def _ajouter(points: Iterable[int | None], neufs: str) -> None:
    numeros = [numero for numero in points if numero]
    if numeros and neufs:
        plus = Point.cherche + f" {neufs}"
        changer = update(Point).where(Point.id.in_(numeros)).values(cherche=plus)
        unite().execute(changer, execution_options={"synchronize_session": False})
