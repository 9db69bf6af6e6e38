"""What a member comes for: the next meetings where he sits, first on « À faire », with what he has not read yet."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager

from college import francais, horloge
from college.droits import Acteur
from college.panneaux import Panneau, panneau
from college.points.droits import visible
from college.points.modele import Point
from college.seances.modele import Inscription, Seance
from college.seances.modele_membre import LecturePoint
from college.transaction import unite

EN_DIRECT = ("ouverte", "suspendue")
A_VENIR = ("en_preparation", "convoquee")
AU_PLUS = 3


@panneau("a_faire")
def mes_seances(acteur: Acteur, _objet: None) -> Panneau | None:
    """The three next séances of this member, the open one first; nothing for who sits nowhere.

    Who keeps the minutes of an organe composes its meetings: they are not hers to read first.
    """
    if not _sieges(acteur):
        return None
    lues = unite().execute(_demande(acteur)).unique()
    lignes = [_ligne(seance, non_lus) for seance, non_lus in lues]
    return Panneau("Mes séances", "seances/_mes_seances.html", {"lignes": lignes}) if lignes else None


def _sieges(acteur: Acteur) -> set[int]:
    return acteur.mandats.keys() - acteur.secretariats


def _demande(acteur: Acteur) -> Any:
    hier = horloge.maintenant() - timedelta(days=1)
    direct = Seance.etat.in_(EN_DIRECT)
    return (
        select(Seance, _non_lus(acteur))
        .join(Seance.organe)
        .options(contains_eager(Seance.organe))
        .where(Seance.organe_id.in_(_sieges(acteur)), direct | (Seance.etat.in_(A_VENIR) & (Seance.debut >= hier)))
        .order_by(direct.desc(), Seance.debut)
        .limit(AU_PLUS)
    )


def _non_lus(acteur: Acteur) -> ColumnElement[int]:
    """How many points of its agenda this member may read and never opened."""
    moi = set(acteur.mandats.values())
    lu = select(LecturePoint.id).where(LecturePoint.point_id == Point.id, LecturePoint.mandataire_id.in_(moi)).exists()
    return (
        select(func.count())
        .select_from(Inscription)
        .join(Inscription.point)
        .where(Inscription.seance_id == Seance.id, Inscription.retiree.is_(False), visible(acteur), ~lu)
        .correlate(Seance)
        .scalar_subquery()
    )


def _ligne(seance: Seance, non_lus: int) -> dict[str, Any]:
    return {
        "id": seance.id,
        "etat": seance.etat,
        "organe": seance.organe.nom,
        "jour": francais.date_courte(seance.debut),
        "heure": francais.heure(seance.debut),
        "quand": francais.date_longue(seance.debut, avec_jour=True),
        "lieu": seance.lieu,
        "non_lus": non_lus,
        "direct": seance.etat in EN_DIRECT,
    }
