"""Reading marks: those of a text, with what an act inherits from its point."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from sqlalchemy import ColumnElement, exists, or_, select

from college.actes.modele import Acte
from college.points import requetes as points
from college.points.modele import Point
from college.publication.modele import Biffure
from college.seances.modele import Inscription
from college.transaction import unite


def champs(objet: Point | Acte) -> dict[str, str]:
    """The texts that may become public, as HTML, by field name."""
    if isinstance(objet, Acte):
        version = objet.versions[-1] if objet.versions else None
        return {"titre": escape(objet.titre), "texte": version.texte_html if version else ""}
    revision = points.texte(objet)
    return {
        "titre": escape(revision.titre),
        "note_synthese": revision.note_synthese,
        "motivation": revision.motivation,
        "dispositif": revision.dispositif,
    }


def marques(objet: Point | Acte) -> list[Biffure]:
    """In reading order of fields. An act has its own marks and its point's; minutes, those of every point."""
    if isinstance(objet, Point):
        critere = Biffure.point_id == objet.id
    elif objet.type == "pv":
        lignes = select(Inscription.point_id).where(Inscription.seance_id == objet.seance_id)
        critere = or_(Biffure.acte_id == objet.id, Biffure.point_id.in_(lignes))
    else:
        critere = or_(Biffure.acte_id == objet.id, Biffure.point_id == objet.point_id)
    return list(unite().scalars(select(Biffure).where(critere).order_by(Biffure.champ, Biffure.debut)))


def de_points(points: Sequence[int]) -> dict[int, list[Biffure]]:
    """The marks of many points, by number: one statement."""
    lots: dict[int, list[Biffure]] = {}
    for biffure in unite().scalars(select(Biffure).where(Biffure.point_id.in_(points))):
        lots.setdefault(biffure.point_id or 0, []).append(biffure)
    return lots


def sur_le_point() -> ColumnElement[bool]:
    """The criterion on Point: something of its texts is marked, and not set aside."""
    return exists().where(Biffure.point_id == Point.id, Biffure.etat != "ecartee")
