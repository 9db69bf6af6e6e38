"""Reading the table of a point: whoever may not read the file it came from does not read its lines either."""

from __future__ import annotations

from sqlalchemy import exists, or_, select

from college.droits import Acteur
from college.erreurs import Introuvable
from college.points.annexes.modele import Annexe
from college.points.droits import proche
from college.points.modele import Point
from college.points.tableaux.modele import Tableau
from college.transaction import unite


def de(acteur: Acteur, point: Point) -> Tableau | None:
    """The table of a point, if it has one that this person may read.

    Its file made confidential, or withdrawn, leaves it to those who work on the point or decide it.
    """
    libre = exists().where(
        Annexe.point_id == Tableau.point_id,
        Annexe.sha256 == Tableau.sha256,
        Annexe.confidentielle.is_(False),
        Annexe.retiree_le.is_(None),
    )
    demande = select(Tableau).join(Point, Point.id == Tableau.point_id)
    return unite().scalar(demande.where(Tableau.point_id == point.id, or_(libre, proche(acteur))))


def exige_tableau(acteur: Acteur, point: Point) -> Tableau:
    """The same. Raises Introuvable: no difference between none and hidden."""
    tableau = de(acteur, point)
    if tableau is None:
        raise Introuvable("Ce point n’a pas de tableau : importez-le d’abord.")
    return tableau


def confidentiel(tableau: Tableau) -> bool:
    """Was its file confidential, when last seen? The file that takes its place is too."""
    source = select(Annexe.confidentielle).where(Annexe.point_id == tableau.point_id, Annexe.sha256 == tableau.sha256)
    return bool(unite().scalar(source.order_by(Annexe.id.desc()).limit(1)))
