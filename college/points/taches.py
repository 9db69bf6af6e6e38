"""What happens to points after commit, and as days go by. Handlers are idempotent."""

from __future__ import annotations

from sqlalchemy import select

from college import horloge
from college.annonces import abonner
from college.boite_envoi import periodique
from college.points import services
from college.points.annuaire import oublier
from college.points.avis.modele import Avis
from college.points.modele import Point
from college.points.requetes import charger
from college.transaction import ecriture, lecture, unite

_EN_ROUTE = ("brouillon", "en_validation", "valide")


@periodique(300)
def liberer_les_delais_echus() -> None:
    """An advice whose delay ran out holds its point no longer: bring the cache of those points up to date."""
    jour = horloge.aujourdhui()
    with lecture():
        echus = list(
            unite().scalars(
                select(Point.id)
                .join(Avis, Avis.point_id == Point.id)
                .where(
                    Point.phase == "en_validation",
                    Avis.rendu_le.is_(None),
                    Avis.echeance < jour,
                    Avis.etape == Point.etape,
                )
            )
        )
    for numero in echus:
        with ecriture():
            _recalculer(numero)


@abonner("organisation.changee")
def suivre_les_personnes(institution_id: int) -> None:
    """People or groups changed: a step may have lost or found its holders."""
    oublier(institution_id)
    en_route = select(Point.id).where(Point.institution_id == institution_id, Point.phase.in_(_EN_ROUTE))
    for numero in list(unite().scalars(en_route)):
        _recalculer(numero)


def _recalculer(numero: int) -> None:
    demande = charger(select(Point)).where(Point.id == numero).execution_options(populate_existing=True)
    point = unite().scalars(demande).one()
    services.recalculer(point)
