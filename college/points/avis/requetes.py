"""What a person reads of the advices of a point: the confidential ones are for those who work on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm.attributes import set_committed_value

from college.droits import Acteur
from college.points.annuaire import annuaire
from college.points.avis.modele import Avis
from college.points.droits import au_travail, avis_a_rendre, visible, y_travaille
from college.points.modele import LienPoints, Passage, Point
from college.transaction import unite

REPORT = ("reporte_de",)
HERITAGES = (*REPORT, "copie_de")


def _herites() -> Select[Avis]:
    types = LienPoints.type.in_(bindparam("genres", expanding=True))
    premiers = select(LienPoints.vers_id.label("id")).where(LienPoints.de_id == bindparam("point"), types)
    sources = premiers.cte(recursive=True)
    sources = sources.union(select(LienPoints.vers_id).join(sources, LienPoints.de_id == sources.c.id).where(types))
    demande = select(Avis).where(Avis.point_id.in_(select(sources.c.id)), Avis.rendu_le.is_not(None))
    return demande.order_by(Avis.id)


_HERITES = _herites()  # built once: each point that enters an agenda asks it


def lisibles(acteur: Acteur, point: Point, avis: Sequence[Avis]) -> list[Avis]:
    """The advices without the confidential ones, for who neither prepared the point nor was asked."""
    if not any(un.confidentiel for un in avis) or acteur.systeme or y_travaille(acteur, point):
        return list(avis)
    return [un for un in avis if not un.confidentiel]


def passages_lisibles(acteur: Acteur, point: Point, passages: Iterable[Passage], avis: Sequence[Avis]) -> list[Passage]:
    """The history without the requests and answers that `lisibles` hides."""
    caches = [un for un in avis if un.confidentiel]
    if not caches or acteur.systeme or y_travaille(acteur, point):
        return list(passages)
    lieux = annuaire(point.institution_id)
    etapes = {un.etape for un in caches if un.etape}
    codes = {
        lieux.codes_groupes.get(un.groupe_id or 0) or lieux.codes_services.get(un.service_id or 0) for un in caches
    }
    dits = ("demander_avis", "rendre_avis")
    return [p for p in passages if p.action not in dits or not (p.etape in etapes or p.vers in codes)]


def redigent(acteur: Acteur, avis: Sequence[Avis]) -> set[int]:
    """Advices being written by others: their draft is hidden, that there is one is said (scenario P34)."""
    en_cours = [un.id for un in avis if un.brouillon and un.rendu_le is None]
    if not en_cours:
        return set()
    miens = set(unite().scalars(select(Avis.id).where(Avis.id.in_(en_cours), avis_a_rendre(acteur))))
    return set(en_cours) - miens


def herites(point: Point, genres: Sequence[str] = HERITAGES) -> list[Avis]:
    """Advices given on the points that this one continues, however far back: read there, so that a correction shows
    here (P28). The law's own advice follows a postponed matter only, never a copy made for another one."""
    return list(unite().scalars(_HERITES, {"point": point.id, "genres": list(genres)}))


def herites_lisibles(acteur: Acteur, point: Point) -> list[Avis]:
    """Those of `herites` that the person reads where they were given: making a copy of a point opens nothing of it."""
    lus = herites(point)
    if not lus or acteur.systeme:
        return lus
    sources = select(Point, au_travail(acteur)).where(Point.id.in_({un.point_id for un in lus}), visible(acteur))
    ouverts = {source.id: (source, prepare) for source, prepare in unite().execute(sources)}
    for un in (lisibles := [un for un in lus if un.point_id in ouverts]):
        set_committed_value(un, "point", ouverts[un.point_id][0])
    return [un for un in lisibles if ouverts[un.point_id][1] or not un.confidentiel]
