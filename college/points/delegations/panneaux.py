"""What the register of delegations says on the page of a point, and who keeps it."""

from __future__ import annotations

from typing import Any

from college.droits import Acteur, politique
from college.erreurs import Interdit
from college.panneaux import Panneau, panneau
from college.points import chaine
from college.points.delegations import services
from college.points.etats import etat_de
from college.points.modele import Point


@politique("delegation.tenir")
def _tenir(acteur: Acteur, objet: Any) -> None:
    """`objet` carries the organe that delegates, or is None for « any »."""
    if not (acteur.administrateur or acteur.est_secretaire(getattr(objet, "organe_id", None))):
        raise Interdit("Le secrétariat de l’organe qui délègue tient ce registre : adressez-vous à lui.")


@panneau("point")
def panneau_delegation(acteur: Acteur, point: Point) -> Panneau | None:
    """Absent, expired, exceeded, or who else could decide; before the decision only."""
    if point.phase in ("decide", "retire"):
        return None
    vus, visa = services.avertissements(point)
    if not vus and not visa:
        return None
    modifiable = "motivation" in chaine.volets_ouverts(etat_de(point), acteur)
    return Panneau(
        "Délégation", "points/_delegation.html",
        {"point": point, "avertissements": vus, "visa": visa, "modifiable": modifiable},
    )  # fmt: skip
