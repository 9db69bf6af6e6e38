"""Who withdrew for interest loses the documents of the point, on every screen and in every list (L1122-19)."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from college.droits import Acteur
from college.points.droits import exclut
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
