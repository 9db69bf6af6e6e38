"""The attendance of an organe over a period, from the movements noted in session; validated, it no longer changes."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Refus
from college.organisation.modele import Organe
from college.organisation.reglages import reglages_organe
from college.seances import composition, presence
from college.seances.modele import Presence, Seance
from college.suites import regles, requetes
from college.suites.modele import EtatPresences
from college.suites.verrou import tenir
from college.transaction import unite


def etat(organe: Organe, du: date, au: date) -> list[dict[str, Any]]:
    """A line a member who may vote there: séances held, attended, due."""
    tenues = requetes.seances_tenues(organe, du, au)
    presents = _presents(tenues)
    noms: dict[int, str] = {}
    exclus = frozenset(reglages_organe(organe.type, organe.reglages).jeton_exclus)
    payes: set[tuple[str, int]] = set()
    lues = []
    for seance in tenues:
        membres = [m for m in composition.membres(seance) if m.a_siege and (m.delibere or m.voix == "consultative")]
        noms |= {m.id: m.personne.nom_complet for m in membres}
        jour = horloge.locale(seance.debut).date().isoformat()
        payes |= {(jour, m.id) for m in membres if m.fonction not in exclus}
        lues.append((jour, frozenset(m.id for m in membres), presents.get(seance.id, frozenset())))
    return regles.compter_presences(lues, noms, jeton(organe), payes)


def jeton(organe: Organe) -> int:
    """What a presence is worth, in cents: the organe's own setting."""
    return int(reglages_organe(organe.type, organe.reglages).jeton * 100)


def _presents(seances: list[Seance] | Any) -> dict[int, frozenset[int]]:
    """Whoever sat at some moment of each séance."""
    venues = {e for e, resultat in presence.RESULTAT.items() if resultat == "present"}
    demande = select(Presence.seance_id, Presence.mandataire_id).where(
        Presence.seance_id.in_([s.id for s in seances]), Presence.evenement.in_(venues)
    )
    vus: dict[int, set[int]] = {}
    for seance_id, mandataire_id in unite().execute(demande):
        vus.setdefault(seance_id, set()).add(mandataire_id)
    return {seance_id: frozenset(ids) for seance_id, ids in vus.items()}


@exige("suite.presences")
def valider(acteur: Acteur, organe: Organe, du: date, au: date) -> EtatPresences:
    """Kept as it stands, for the payment; a period is validated once, when it is over."""
    if au >= horloge.aujourdhui():
        raise Refus("Cette période n’est pas finie : validez l’état le lendemain de sa fin.", motif="periode")
    if requetes.etat_presences(tenir(organe), du, au) is not None:
        raise Refus("Cet état est déjà validé : il ne change plus.", motif="deja_valide")
    lignes = etat(organe, du, au)
    if not lignes:
        raise Refus("Aucune séance ne s’est tenue pendant cette période.", motif="vide")
    valide = EtatPresences(
        institution_id=organe.institution_id, organe_id=organe.id, du=du, au=au, lignes=lignes,
        total=sum(ligne["du"] for ligne in lignes), valide_par_id=acteur.agent_id, valide_le=horloge.maintenant(),
    )  # fmt: skip
    unite().add(valide)
    unite().flush()
    journal.noter(acteur, "presences.validees", organe, du=du.isoformat(), au=au.isoformat(), total=valide.total)
    return valide
