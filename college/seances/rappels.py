"""Which points a second or third notice takes up again: those that stood on every agenda before it (L1122-17)."""

from __future__ import annotations

from sqlalchemy import select

from college.seances.modele import Inscription, Seance
from college.transaction import unite


def repris(seance: Seance) -> frozenset[int]:
    """The points placed for the second (third) time; a point that is new, or missed one notice, is not among them."""
    communs: set[int] | None = None
    precedente_id = seance.precedente_id
    for _ in range(seance.convocation - 1):
        if precedente_id is None:
            return frozenset()
        portes = select(Inscription.point_id).where(
            Inscription.seance_id == precedente_id, Inscription.retiree.is_(False)
        )
        points = set(unite().scalars(portes))
        communs = points if communs is None else communs & points
        precedente_id = unite().scalar(select(Seance.precedente_id).where(Seance.id == precedente_id))
    return frozenset(communs or ())
