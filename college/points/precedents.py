"""What was decided before on the like: same template, same applicant, same street, same subject. One statement."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, literal, select, union_all

from college.droits import Acteur
from college.organisation.modele import Agent, Mandataire
from college.points import plein_texte
from college.points.droits import visible
from college.points.masques import lus_en_partie, textes
from college.points.modele import Point, Revision
from college.points.mots import demander, normaliser
from college.points.reprise import depouiller
from college.transaction import unite

AU_PLUS, PAR_LOT = 6, 6
POIDS = {"modele": 4, "demandeur": 3, "rue": 2, "categorie": 1}
RAISONS = {
    "modele": "même modèle",
    "demandeur": "même demandeur",
    "rue": "même rue",
    "categorie": "même matière",
}
_RUE = re.compile(
    r"\b(?:rue|avenue|place|chemin|route|boulevard|quai|impasse|ruelle|sentier|square|clos|venelle) "
    r"(?:(?:de|du|des|la|le|les|d|l) )*(\w+(?: \w+)?)"
)


class Precedent(NamedTuple):
    """A decided point, and why it comes to mind."""

    point: Point
    raisons: list[str]


def precedents(acteur: Acteur, point: Point) -> list[Precedent]:
    """The decided points that the person may read and that are most like this one, the newest of each kind first."""
    lots = _lots(acteur, point)
    if not lots:
        return []
    tous = union_all(*(select(lot.c) for lot in lots)).subquery()
    vus: dict[int, tuple[Point, list[str]]] = {}
    for trouve, raison in unite().execute(select(Point, tous.c.raison).join(tous, tous.c.id == Point.id)):
        vus.setdefault(trouve.id, (trouve, []))[1].append(raison)
    ranges = sorted(vus.values(), key=lambda vu: (-sum(POIDS[raison] for raison in vu[1]), -vu[0].id))
    return [Precedent(vu, [RAISONS[raison] for raison in raisons]) for vu, raisons in ranges[:AU_PLUS]]


def _lots(acteur: Acteur, point: Point) -> list[Any]:
    """A few points a reason, each found by an index."""
    base = select(Point.id).where(
        Point.id != point.id, Point.phase == "decide", visible(acteur), ~lus_en_partie(acteur)
    )
    rue = _RUE.search(normaliser(point.titre).replace("’", " ").replace("'", " "))
    criteres = {
        "modele": (Point.modele_id == point.modele_id) if point.modele_id else None,
        "demandeur": _mots(point.demandeur),
        "rue": _mots(rue[0]) if rue else None,
        "categorie": (Point.categorie_id == point.categorie_id) if point.categorie_id else None,
    }
    return [_lot(base.where(critere), raison) for raison, critere in criteres.items() if critere is not None]


def _mots(texte: str) -> ColumnElement[bool] | None:
    mots = demander(texte)
    return plein_texte.premiers(mots, Point)[0] if mots else None


def _lot(demande: Select[Any], raison: str) -> Any:
    premiers = demande.order_by(Point.id.desc()).limit(PAR_LOT).subquery()
    return select(premiers.c.id, literal(raison).label("raison")).subquery()


def texte_a_reprendre(acteur: Acteur, source: Point) -> dict[str, str]:
    """Motivation and operative part of a former point, without what belonged to it alone."""
    revision = unite().scalars(
        select(Revision).where(Revision.point_id == source.id, Revision.numero == source.numero_revision)
    ).one()  # fmt: skip
    noms = {f"{prenom} {nom}" for table in (Agent, Mandataire) for prenom, nom in unite().execute(
        select(table.prenom, table.nom).where(table.institution_id == source.institution_id))}  # fmt: skip
    lus = textes(acteur, source, revision)
    return {champ: depouiller(lus[champ], noms) for champ in ("motivation", "dispositif")}
