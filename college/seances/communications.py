"""« Communications »: what the organe is only told, under one point, each as its sub-point (pratique §8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from college import francais
from college.points.modele import Point
from college.seances import disponibles, rassemblement
from college.seances.modele import Inscription, Seance
from college.seances.rassemblement import Recolte
from college.transaction import unite

CODE = "communications"
NATURES = ("communication", "information")


@rassemblement.rassembleur
def communications(seance: Seance, lignes: Mapping[str, Inscription]) -> Iterable[Recolte]:
    """Those that wait for this agenda, from two on; once the point is there, each that came since joins it."""
    attendent = _en_attente(seance) if seance.etat == "en_preparation" else []
    if len(attendent) < (1 if CODE in lignes else 2):
        return
    libelle = francais.compte(len(attendent), "communication", feminin=True) + " à grouper en un point"
    donnees = {
        "nature": "communication",
        "titre": "Communications",
        "dispositif": "<p>PREND CONNAISSANCE des communications suivantes.</p>",
    }
    yield Recolte(CODE, libelle, donnees, sous=attendent)


def _en_attente(seance: Seance) -> list[Point]:
    ici = aliased(Seance)
    demande = select(Point).where(
        exists().where(ici.id == seance.id, disponibles.pour(ici)),
        Point.nature.in_(NATURES),
        Point.huis_clos.is_(False),
    )
    return list(unite().scalars(demande.order_by(Point.id)).unique())
