"""Members who sit from elsewhere: what the notice says of it, and the points kept for those in the room."""

from __future__ import annotations

from collections.abc import Mapping

from college import journal
from college.droits import Acteur, exige
from college.erreurs import Refus
from college.seances import bulletins, composition, distance, requetes
from college.seances.modele import Inscription, Seance
from college.seances.verrou import toucher, verrouiller


def possible(seance: Seance) -> bool:
    """May members of this séance be noted as connected?"""
    try:
        verifier(seance)
    except Refus:
        return False
    return True


def verifier(seance: Seance) -> None:
    """Refuse a connection that neither the notice nor the rules of procedure foresee."""
    reglement = requetes.reglages(seance.organe).participation_distance
    jour = composition.jour_de(seance)
    distance.verifier_connexion(seance.organe.type, jour, reglement, bool(seance.distance))


@exige("seance.preparer")
def prevoir_distance(acteur: Acteur, seance: Seance, dite: Mapping[str, str]) -> Seance:
    """What the notice says of sitting from elsewhere (nothing: nobody does)."""
    verrouiller(seance)
    if seance.etat != "en_preparation":
        raise Refus(
            "La convocation est partie : ce qu’elle dit de la participation à distance ne change plus. "
            "Annulez-la d’abord.",
            motif="etat",
        )
    reglement = requetes.reglages(seance.organe).participation_distance
    seance.distance = distance.prevoir(seance.organe.type, composition.jour_de(seance), reglement, dite)
    journal.noter(acteur, "seance.distance", seance, **seance.distance)
    toucher(seance)
    return seance


@exige("seance.conduire")
def reserver_a_la_salle(acteur: Acteur, inscription: Inscription, oui: bool) -> Inscription:
    """Discipline, a hearing: those who are connected take no part in this point, and are not counted for it."""
    verrouiller(inscription.seance)
    if any(v.etat != "cree" and (v.etat != "ouvert" or bulletins.deposes(v)) for v in inscription.scrutins):
        raise Refus(
            f"Le point {inscription.numero} est déjà mis aux voix : ses votants ne changent plus.", motif="deja_vote"
        )
    inscription.presence_physique = oui
    journal.noter(acteur, "point.presence_physique", inscription.seance, inscription=inscription.id, oui=oui)
    toucher(inscription.seance)
    return inscription
