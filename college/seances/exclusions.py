"""Points that a séance takes away from people who could read them otherwise, on every screen and in every list.

Who withdrew for interest loses the documents (L1122-19); a line closed on the agenda closes its point.
"""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from college.droits import Acteur
from college.points.droits import clot, exclut
from college.points.modele import Point
from college.seances.modele import Inscription, Presence, Seance


@exclut
def interesse(acteur: Acteur) -> ColumnElement[bool] | None:
    """The points from which this member withdrew, in organes that he does not also serve as secretary."""
    if not acteur.mandats or acteur.systeme:
        return None
    retraits = (
        select(Inscription.point_id)
        .join(Presence, Presence.inscription_id == Inscription.id)
        .join(Seance, Seance.id == Inscription.seance_id)
        .where(
            Presence.evenement == "se_retire",
            Presence.mandataire_id.in_(set(acteur.mandats.values())),
            Seance.organe_id.not_in(acteur.secretariats),
        )
    )
    return Point.id.in_(retraits)


@clot
def passe_a_huis_clos() -> ColumnElement[bool]:
    """A line that the agenda puts behind closed doors closes its point to the rest of the house."""
    return Point.id.in_(select(Inscription.point_id).where(Inscription.huis_clos.is_(True)))
