"""Rights of the room: the secretary of the organe publishes, withdraws and settles what is masked."""

from __future__ import annotations

from typing import Any

from college.droits import Acteur, organe_de, politique
from college.erreurs import Interdit


@politique("publication.decider", "biffure.decider")
def _secretariat(acteur: Acteur, objet: Any) -> None:
    if not acteur.est_secretaire(organe_de(objet)):
        raise Interdit("Seul le secrétariat de cet organe publie et masque : adressez-vous à lui.")


@politique("biffure.marquer")
def _marquer(acteur: Acteur, objet: Any) -> None:
    """The secretary, or the service that wrote the point: it knows whose name must not appear. Minutes are of every
    service, closed points included: their marks are the secretary's."""
    point = getattr(objet, "point", None) or objet
    if acteur.est_secretaire(organe_de(objet)):
        return
    if not acteur.services or (objet is not None and getattr(point, "service_id", None) not in acteur.services):
        raise Interdit("Le service qui propose le point et le secrétariat de l’organe marquent ce qu’il faut masquer.")
