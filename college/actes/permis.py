"""Rights of the room: who reads acts, asks for documents, signs, keeps the register."""

from __future__ import annotations

from typing import Any

from college.droits import Acteur, organe_de, politique
from college.erreurs import Interdit, Introuvable


@politique("acte.lire", "document.lire")
def _lire(acteur: Acteur, objet: Any) -> None:
    """Anybody with a role in the house; the queries say which acts and documents."""
    if not (acteur.roles or acteur.groupes or acteur.secretariats or acteur.mandats or acteur.administrateur):
        raise Interdit("Les actes sont lus par les agents et les mandataires : demandez un rôle à l’administrateur.")
    if objet is not None and objet.institution_id != acteur.institution_id:
        raise Introuvable()


@politique("document.demander")
def _demander(acteur: Acteur, objet: Any) -> None:
    """Whoever may read the object may ask for its document; the service asks for the scope's own right."""
    _lire(acteur, objet)


@politique("acte.signer")
def _signer(acteur: Acteur, objet: Any) -> None:
    """A signature is a person's: the rule of the act says whose."""
    if acteur.mandataire_id is None:
        raise Interdit("Un acte est signé par les personnes qui en ont la fonction : bourgmestre, directeur général.")


@politique("acte.gerer", "pv.approuver")
def _gerer(acteur: Acteur, objet: Any) -> None:
    if not acteur.est_secretaire(organe_de(objet)):
        raise Interdit("Seul le secrétariat de cet organe tient ses actes : adressez-vous à lui.")


@politique("modele.gerer")
def _modeles(acteur: Acteur, objet: Any) -> None:
    """Administrators, and the secretaries of an organe for its own templates; those of the whole house, any of them."""
    if not (acteur.administrateur or acteur.est_secretaire(organe_de(objet))):
        raise Interdit("Les modèles de documents sont tenus par le secrétariat et l’administrateur.")
