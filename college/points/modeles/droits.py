"""Who writes templates of points: the administrator, the secretary of their organe, the head of their service."""

from __future__ import annotations

from typing import Any

from college.droits import Acteur, politique
from college.erreurs import Interdit


@politique("modele_point.gerer")
def _gerer(acteur: Acteur, objet: Any) -> None:
    """`objet` carries `organe_id` and `service_id`, or is None for « any »."""
    service = getattr(objet, "service_id", None)
    chef = acteur.a_role("chef_service", service) if objet is None or service else False
    if not (acteur.administrateur or acteur.est_secretaire(getattr(objet, "organe_id", None)) or chef):
        raise Interdit(
            "L’administrateur, le secrétariat de l’organe ou le chef du service écrit ce modèle : adressez-vous à eux."
        )
