"""Who may no longer follow: a stream lives for minutes, and the right to read its séance may end before."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import literal, select, union_all

from college.droits import Acteur
from college.organisation import temoins
from college.organisation.temoins import Temoin
from college.seances.modele import Seance
from college.seances.requetes import visibles
from college.transaction import unite

Suivi = tuple[Temoin, int]  # who was let in, and the séance that they follow
Profil = tuple[int, frozenset[int], bool]


def perdus(suivis: Collection[Suivi]) -> set[Suivi]:
    """Those who lost what let them in, and those whose séance is hidden from them again (its notice was cancelled), or
    will not be held: a listener that comes back is told so (204)."""
    if not suivis:
        return set()
    partis = temoins.perdus({temoin for temoin, _ in suivis})
    lisibles = _lisibles({(temoin.acteur, seance) for temoin, seance in suivis})
    return {
        (temoin, seance)
        for temoin, seance in suivis
        if temoin in partis or (_profil(temoin.acteur), seance) not in lisibles
    }


def _lisibles(suivis: Collection[tuple[Acteur, int]]) -> set[tuple[Profil, int]]:
    """One statement: hundreds of people are a few profiles."""
    acteurs = {_profil(acteur): acteur for acteur, _ in suivis}
    seances = {seance for _, seance in suivis}
    profils = list(acteurs)
    demandes = [
        select(literal(rang), Seance.id).where(
            Seance.id.in_(seances), Seance.etat != "annulee", visibles(acteurs[profil])
        )
        for rang, profil in enumerate(profils)
    ]
    return {(profils[rang], seance) for rang, seance in unite().execute(union_all(*demandes))}


def _profil(acteur: Acteur) -> Profil:
    """What `visibles` reads of a person."""
    travaille = bool(acteur.roles or acteur.groupes or acteur.secretariats)
    return acteur.institution_id, frozenset({*acteur.secretariats, *acteur.mandats}), travaille
