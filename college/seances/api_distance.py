"""Calls on who sits and from where: from elsewhere, in the room only, and « je suis là »."""

from __future__ import annotations

from typing import Any

from college.api import cadre
from college.droits import Acteur
from college.seances import corps as c
from college.seances import representations as vue
from college.seances import services
from college.seances.modele import Inscription, Seance

ETIQUETTE = "Séances"


@cadre.post(
    "/seances/<ref:seance>/distance",
    droit="seance.preparer",
    etiquette=ETIQUETTE,
    resume="Prévoir la participation à distance",
)
def prevoir(acteur: Acteur, seance: Seance, corps: c.DistanceCorps) -> dict[str, Any]:
    """Empty fields: nobody sits from elsewhere."""
    return vue.seance_vue(acteur, services.prevoir_distance(acteur, seance, corps.model_dump()))


@cadre.post(
    "/seances/<ref:seance>/presences/signalement",
    droit="seance.signaler",
    etiquette=ETIQUETTE,
    resume="Signaler sa propre présence au secrétariat",
)
def signaler_presence(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    """A member says that he is there; the secretary, who sees him, notes it."""
    return vue.presences_vue(services.signaler_presence(acteur, seance))


@cadre.post(
    "/inscriptions/<ref:inscription>/presence-physique",
    droit="seance.conduire",
    etiquette=ETIQUETTE,
    resume="Réserver un point aux membres présents dans la salle",
)
def reserver(acteur: Acteur, inscription: Inscription, corps: c.SallePhysiqueCorps) -> dict[str, Any]:
    return vue.inscription_vue(acteur, services.reserver_a_la_salle(acteur, inscription, corps.presence_physique))
