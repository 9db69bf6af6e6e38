"""Reading what is near a point: the others of its file."""

from __future__ import annotations

from sqlalchemy import select

from college.droits import Acteur
from college.points.droits import visible
from college.points.modele import Point
from college.transaction import unite


def du_dossier(acteur: Acteur, point: Point, limite: int = 50) -> list[Point]:
    """The other points of the same file that the person may read, newest first."""
    if not point.dossier:
        return []
    memes = select(Point).where(
        Point.institution_id == point.institution_id, Point.dossier == point.dossier, Point.id != point.id
    )
    lisibles = memes.where(visible(acteur)).order_by(Point.cree_le.desc(), Point.id.desc())
    return list(unite().scalars(lisibles.limit(limite)))
