"""Who is told what, and when a mail leaves: PURE."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from college.organisation.courriels import heure, mode
from college.points.definition import AUTEUR
from college.points.suivi import echeance
from college.points.valeurs import Action, Etat, Passage, Phase, Statut

RAPPEL = timedelta(days=3)  # over a week-end: what ends on a Monday is told on the Friday
PEREMPTION = timedelta(days=7)  # what waited longer is old news: it stays on screen


class Attente(NamedTuple):
    """Somebody of whom something is expected, at a step (or by the code of who was asked)."""

    agent_id: int
    genre: str
    etape: str


def attentes(vu: Etat) -> set[Attente]:
    """Of whom the point expects something now, delegates of absent people included."""
    if vu.phase is not Phase.EN_VALIDATION:
        en_chaine: set[Attente] = set()
    else:
        en_chaine = {
            Attente(titulaire.agent_id, "avis_attendu" if vue.etape.est_avis else "a_viser", vue.code)
            for vue in vu.vues
            if vue.statut is Statut.COURANT
            for titulaire in vue.titulaires
        }
    demandes = {
        Attente(titulaire.agent_id, "avis_attendu", avis.code)
        for avis in vu.avis
        if avis.rendu is None and vu.phase not in (Phase.DECIDE, Phase.RETIRE)
        for titulaire in avis.titulaires
    }
    return en_chaine | demandes


def finissent(vu: Etat, jour: date) -> set[Attente]:
    """Whose advice or visa is due in a few days: told once more, while there is still time."""
    termes = {vue.code: echeance(vu, vue) for vue in vu.ouvertes} | dict(vu.faits.echeances)
    proches = {code for code, fin in termes.items() if fin and jour <= fin <= jour + RAPPEL}
    attendus = [attente for attente in attentes(vu) if attente.etape in proches]
    return {Attente(attente.agent_id, "echeance", attente.etape) for attente in attendus}


def nouvelle(passage: Passage) -> str:
    """What an act tells to the author of the point; empty when it is no news to them."""
    if passage.action is Action.RENVOYER:
        return "renvoye" if passage.vers in (None, AUTEUR) else ""  # an earlier step is told by what it waits for
    return {
        Action.RENDRE_AVIS: "avis_rendu",
        Action.INSCRIRE: "inscrit",
        Action.DECIDER: "decide",
        Action.DECIDER_HORS_SEANCE: "decide",
        Action.RETIRER: "retire",
    }.get(passage.action, "")


def au_resume(preferences: Mapping[str, Any], le: datetime, maintenant: datetime) -> bool:
    """True when a notification of that instant calls for today's digest: Belgian instants.

    Who wants mail at once still gets, the next morning, what the limit of one mail a dossier kept back.
    """
    depart = maintenant.replace(hour=heure(preferences), minute=0, second=0, microsecond=0)
    if mode(preferences) == "aucun" or maintenant < depart:
        return False
    return le < depart if mode(preferences) == "resume" else le.date() < maintenant.date()
