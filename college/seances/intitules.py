"""How a line of the agenda is called, for anybody and for one person."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from college.droits import Acteur
from college.points import masques
from college.points.modele import Point
from college.seances import requetes
from college.seances.modele import Inscription, Seance
from college.transaction import unite


def intitule_public(inscription: Inscription) -> str:
    """The public title, else that of the organe for a closed item."""
    if not inscription.huis_clos:
        return inscription.titre
    return inscription.titre_public or requetes.reglages(inscription.seance.organe).titre_huis_clos


def intitule(acteur: Acteur, inscription: Inscription) -> str:
    """The title of a readable line, without the passages hidden from this person (P53)."""
    cache = masque(acteur, inscription)
    return cache(inscription.titre, False) if cache else inscription.titre


def masque(acteur: Acteur, inscription: Inscription) -> masques.Masque | None:
    """What the texts of a line pass through for this person."""
    return _masques(acteur, inscription.seance).get(inscription.point_id)


def montrable(acteur: Acteur, seance: Seance, valeur: Any) -> Any:
    """Plain values about a whole agenda, without what is hidden of one of its points from this person."""
    cache = masques.reunir(_masques(acteur, seance).values())
    return masques.arbre(cache, valeur) if cache else valeur


def _masques(acteur: Acteur, seance: Seance) -> dict[int, masques.Masque]:
    """By point, asked once for the whole séance; nothing is asked where its organe hides nothing."""
    if not requetes.reglages(seance.organe).lecture_masquee:
        return {}
    lus, cle = unite().info, ("masques", seance.id, acteur.agent_id)
    if cle not in lus:
        numeros = [ligne.point_id for ligne in seance.inscriptions]  # the séance may come from a kept snapshot
        points = select(Point).options(joinedload(Point.organe)).where(Point.id.in_(numeros))
        lus[cle] = masques.masques(acteur, unite().scalars(points).all())
    return lus[cle]
