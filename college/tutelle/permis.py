"""Rights of the room: everyone with a role follows, the secretary of the organe sends and records."""

from __future__ import annotations

from typing import Any

from college.droits import Acteur, organe_de, politique
from college.erreurs import Interdit, Introuvable


@politique("tutelle.lire")
def _lire(acteur: Acteur, objet: Any) -> None:
    """Anybody with a role in the house; the queries say which acts."""
    if not (acteur.roles or acteur.groupes or acteur.secretariats or acteur.mandats):
        raise Interdit("La tutelle est suivie par les agents et les mandataires : demandez un rôle à l’administrateur.")
    if objet is not None and objet.institution_id != acteur.institution_id:
        raise Introuvable


@politique("tutelle.transmettre")
def _transmettre(acteur: Acteur, objet: Any) -> None:
    """`objet` is an act or an envoi."""
    if not acteur.est_secretaire(organe_de(objet)):
        raise Interdit("Seul le secrétariat de cet organe transmet ses actes à la tutelle : adressez-vous à lui.")
