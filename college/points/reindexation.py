"""The words by which points are found, read again: those of a point follow its saves, not what is renamed beside it.

The member in charge, a category or a service may have changed since. Nothing else of a point moves: neither its
version nor its date, nobody's edition is out of date.
"""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.orm import undefer

from college.points import mots
from college.points.modele import Point, Revision
from college.points.regles import TEXTES
from college.points.requetes import charger
from college.points.revisions import parties
from college.transaction import ecriture, lecture, unite

LOT = 200  # points a transaction: a large house goes on working meanwhile


def reindexer() -> int:
    """Write the words of every point that is found by others than its own. Answers how many."""
    changes, apres = 0, 0
    while True:
        with ecriture():
            perimes, dernier = _perimes(apres)
            for numero, cherche in perimes.items():
                ecrite = update(Point).where(Point.id == numero).values(cherche=cherche)
                unite().execute(ecrite, execution_options={"synchronize_session": False})
        changes += len(perimes)
        if dernier is None:
            return changes
        apres = dernier


def ecarts() -> int:
    """How many points are found by other words than their own."""
    nombre, apres = 0, 0
    while True:
        with lecture():
            perimes, dernier = _perimes(apres)
        nombre += len(perimes)
        if dernier is None:
            return nombre
        apres = dernier


def _perimes(apres: int) -> tuple[dict[int, str], int | None]:
    """Among the next points: the right words of those that have others; the last number, None at the end."""
    demande = (
        charger(select(Point).add_columns(Revision))
        .join(Revision, (Revision.point_id == Point.id) & (Revision.numero == Point.numero_revision))
        .options(undefer(Point.cherche))
        .where(Point.id > apres)
        .order_by(Point.id)
        .limit(LOT)
    )
    lus = unite().execute(demande).all()
    justes = {
        point: mots.indexer(parties(point, {champ: getattr(revision, champ) for champ in TEXTES}))
        for point, revision in lus
    }
    return {p.id: mots_ for p, mots_ in justes.items() if mots_ != p.cherche}, lus[-1][0].id if lus else None
