"""Rights of the room: the secretary sends and counts, services see and finish their own tasks."""

from __future__ import annotations

from typing import Any

from college.droits import Acteur, organe_de, politique
from college.erreurs import Interdit, Introuvable
from college.suites.modele import Tache


@politique("suite.lire")
def _lire(acteur: Acteur, objet: Any) -> None:
    """Anybody who works in the house; the queries say which rows."""
    if not (acteur.roles or acteur.groupes or acteur.secretariats or acteur.mandats):
        raise Interdit("Le suivi des décisions est lu par les agents et les mandataires.")
    if objet is not None and objet.institution_id != acteur.institution_id:
        raise Introuvable()


@politique("suite.expedier", "suite.mesurer", "suite.presences")
def _secretariat(acteur: Acteur, objet: Any) -> None:
    """The secretary of the organe (of any organe for a list)."""
    if not acteur.est_secretaire(organe_de(objet)):
        raise Interdit("Seul le secrétariat de cet organe expédie et tient ses suites : adressez-vous à lui.")


@politique("suite.executer")
def _executer(acteur: Acteur, objet: Any) -> None:
    """The service charged with a task says that it is done; so may the secretary of the organe."""
    if isinstance(objet, Tache) and not (
        objet.service_id in acteur.services or acteur.est_secretaire(objet.point.organe_id)
    ):
        raise Interdit(f"Cette tâche est au service « {objet.service.nom} » : lui seul, ou le secrétariat, la clôt.")
