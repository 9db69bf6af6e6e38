"""Reading the house's clauses."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from college.droits import Acteur
from college.organisation.modele import Service
from college.points.clauses.modele import Clause
from college.transaction import unite


def toutes(acteur: Acteur) -> Sequence[Clause]:
    """Those of the house, withdrawn ones last."""
    demande = select(Clause).where(Clause.institution_id == acteur.institution_id).options(joinedload(Clause.service))
    return unite().scalars(demande.order_by(Clause.active.desc(), Clause.rang, Clause.id)).all()


def offertes(acteur: Acteur, service: str) -> Sequence[Clause]:
    """Those that the editor of a point of this service offers: the service's own first, then everybody's."""
    siennes = or_(Clause.service_id.is_(None), Service.code == service)
    demande = select(Clause).outerjoin(Clause.service).where(siennes)
    ici = demande.where(Clause.institution_id == acteur.institution_id, Clause.active.is_(True))
    return unite().scalars(ici.order_by(Clause.service_id.is_(None), Clause.rang, Clause.id)).all()
