"""The séance that a point wishes (P16–P18): what its author may choose, and why one is refused."""

from __future__ import annotations

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from college import francais, horloge
from college.annonces import abonner
from college.droits import Acteur
from college.organisation.modele import Organe
from college.points.modele import Point
from college.seances import cycle
from college.seances.modele import Seance
from college.transaction import unite

OFFERTES = 60


@abonner("points.seances_souhaitables")
def a_venir(acteur: Acteur, point: Point | None) -> list[tuple[int, str]]:
    """Those to come, of the point's organe or of all of them, and the one that it wishes already; an organe of
    social secrecy shows its dates to its own secretary only."""
    secrets = select(Organe.id).where(Organe.reglages["secret_social"].as_boolean().is_(True))
    ouvertes = (
        Seance.institution_id == acteur.institution_id,
        Seance.etat.in_(cycle.AVANT_SEANCE),
        Seance.debut >= horloge.maintenant(),
        or_(Seance.organe_id.not_in(secrets), Seance.organe_id.in_(acteur.secretariats)),
    )
    offertes: ColumnElement[bool] = Seance.id.in_(select(Seance.id).where(*ouvertes))
    if point is not None:
        offertes = or_(offertes & (Seance.organe_id == point.organe_id), Seance.id == (point.seance_souhaitee_id or 0))
    demande = select(Seance).options(joinedload(Seance.organe)).where(offertes).order_by(Seance.debut, Seance.id)
    return [
        (s.id, f"{s.organe.nom}, {francais.date_longue(s.debut)}") for s in unite().scalars(demande.limit(OFFERTES))
    ]


@abonner("points.seance_souhaitee")
def refus(point: Point, seance: int) -> str:
    """Why that séance cannot be wished, or nothing."""
    voulue = unite().get(Seance, seance)
    if voulue is None or voulue.organe_id != point.organe.id:
        return "Cette séance n’est pas de cet organe : choisissez une des siennes, ou aucune."
    return ""
