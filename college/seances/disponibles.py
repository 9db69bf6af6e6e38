"""Which points may still be put on a séance (P16–P18), and what holds one back: no text yet, no advice of the
financial director. Two statements for all; the list of points narrows itself by the same criterion, and by the outcome.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, exists, literal, or_, select
from sqlalchemy.orm import aliased, joinedload

from college import francais
from college.annonces import abonner
from college.droits import Acteur
from college.organisation.modele import Groupe
from college.points import regles
from college.points import requetes as points
from college.points.avis import regles as regles_avis
from college.points.avis.modele import Avis
from college.points.avis.requetes import REPORT
from college.points.envois import regles as regles_envois
from college.points.modele import LienPoints, Point, Revision
from college.seances import cycle
from college.seances.decision import ISSUES
from college.seances.modele import Decision, Inscription, Seance
from college.transaction import unite

COMPOSABLES = (*cycle.AVANT_SEANCE, *cycle.EN_SEANCE)
OFFERTES = 40


def pour(seance: Any = Seance) -> ColumnElement[bool]:
    """The criterion on Point, beside a séance: validated for its organe, with its wish or none; once the agenda is
    sent, only those that wish it or an earlier one, which enter as late."""
    voulue = aliased(Seance)
    voeu = exists().where(voulue.id == Point.seance_souhaitee_id).correlate(Point, seance)
    libre = and_(~voeu, seance.etat == "en_preparation")
    a_temps = voeu.where(voulue.debut <= seance.debut)
    return and_(Point.organe_id == seance.organe_id, Point.phase == "valide", or_(libre, a_temps))


@abonner("points.disponibles")
def de_la_seance(acteur: Acteur, seance: int) -> ColumnElement[bool]:
    """What narrows a list of points to those that may still be put on that séance of one's organe."""
    ici = aliased(Seance)
    siennes = ici.organe_id.in_(acteur.secretariats) & ici.etat.in_(COMPOSABLES)
    return exists().where(ici.id == seance, ici.institution_id == acteur.institution_id, siennes, pour(ici))


@abonner("points.seances_a_composer")
def a_composer(acteur: Acteur) -> list[tuple[int, str]]:
    """The séances whose agenda the person still composes, soonest first."""
    if not acteur.secretariats:
        return []
    demande = (
        select(Seance)
        .options(joinedload(Seance.organe))
        .where(Seance.organe_id.in_(acteur.secretariats), Seance.etat.in_(COMPOSABLES))
        .order_by(Seance.debut, Seance.id)
        .limit(OFFERTES)
    )
    return [(s.id, f"{s.organe.nom}, {francais.date_longue(s.debut)}") for s in unite().scalars(demande)]


@abonner("points.decides")
def decides(issue: str) -> ColumnElement[bool]:
    """What narrows a search of points to those that ended so, once the decision is everybody's who reads the point."""
    ainsi = exists().where(Decision.inscription_id == Inscription.id, Decision.issue == issue)
    return (Point.phase == "decide") & exists().where(Inscription.point_id == Point.id, ainsi)


@abonner("point.issue")
def issue_du_point() -> ScalarSelect[str]:
    """In SQL, how the last agenda that holds a point decided it; of several decisions, one that accepts comes first."""
    acceptee = Decision.issue.in_(regles_envois.ACCEPTES)
    return (
        select(Decision.issue)
        .join(Inscription, Inscription.id == Decision.inscription_id)
        .where(Inscription.point_id == Point.id, Inscription.retiree.is_(False))
        .order_by(Inscription.id.desc(), acceptee.desc(), Decision.rang)
        .limit(1)
        .correlate(Point)
        .scalar_subquery()
    )


@abonner("points.issues")
def issues() -> list[tuple[str, str]]:
    """The outcomes by which a search may be narrowed."""
    return list(ISSUES.items())


def sans_texte(candidats: Sequence[Point]) -> set[int]:
    """Those whose nature asks for a text and which have none."""
    demande = (
        select(Point.id, Point.nature)
        .join(Revision, (Revision.point_id == Point.id) & (Revision.numero == Point.numero_revision))
        .where(Point.id.in_([p.id for p in candidats]), Revision.motivation == "", Revision.dispositif == "")
    )
    return {ref for ref, nature in unite().execute(demande) if regles.texte_manquant(nature, "", "")}


def avis_manquants(candidats: Sequence[Point], seuil: int, jour: date) -> dict[int, str]:
    """By point above the threshold, why L1124-40 keeps it off an agenda of that day; given or lapsed ones are free."""
    chers = [p for p in candidats if p.montant_htva is not None and p.montant_htva >= seuil]
    if not chers:
        return {}
    vus = _avis_du_df(chers)
    dits = {
        p.id: regles_avis.empechement(p.organe.type, p.montant_htva, Decimal(seuil), vus[p.id], jour) for p in chers
    }
    return {ref: dit for ref, dit in dits.items() if dit}


def _avis_du_df(chers: Sequence[Point]) -> dict[int, list[regles_avis.AvisVu]]:
    """Own advices, and those given on the postponed points that these continue, however far back."""
    racines = select(Point.id.label("racine"), Point.id.label("id"), literal(0).label("rang"))
    depart = racines.where(Point.id.in_([p.id for p in chers])).cte(recursive=True)
    suite = select(depart.c.racine, LienPoints.vers_id, depart.c.rang + 1).join(
        LienPoints, LienPoints.de_id == depart.c.id
    )
    fil = depart.union(suite.where(LienPoints.type.in_(REPORT), depart.c.rang < 50))
    demande = (
        select(fil.c.racine, Avis)
        .join(Avis, Avis.point_id == fil.c.id)
        .join(Groupe, Groupe.id == Avis.groupe_id)
        .where(Groupe.code == regles_avis.GROUPE_DF, or_(fil.c.rang == 0, Avis.rendu_le.is_not(None)))
        .order_by(fil.c.rang.desc(), Avis.id)
    )
    lus: dict[int, list[regles_avis.AvisVu]] = defaultdict(list)
    for racine, avis in unite().execute(demande):
        lus[racine].append(points.en_avis_vu(avis))
    return lus
