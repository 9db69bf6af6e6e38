"""Calls on the mandates that begin or end at a point of the séance."""

from __future__ import annotations

from typing import Any

from college.api import cadre
from college.droits import Acteur
from college.organisation import requetes as organisation
from college.seances import corps as c
from college.seances import formes, mandats
from college.seances import representations as vue
from college.seances.modele import Inscription

ETIQUETTE = "Séances"


@cadre.post(
    "/inscriptions/<ref:inscription>/installations",
    reponse=formes.PresencesVues,
    droit="seance.conduire",
    etiquette=ETIQUETTE,
    resume="Installer un membre à ce point",
)
def installer(acteur: Acteur, inscription: Inscription, corps: c.InstallationCorps) -> dict[str, Any]:
    """He sits, counts and votes from the next point on."""
    champs = corps.model_dump(exclude={"mandataire"})
    elu = organisation.mandataire(acteur.institution_id, corps.mandataire) if corps.mandataire is not None else None
    mandats.installer(acteur, inscription, mandats.SaisieInstallation(mandataire=elu, **champs))
    return vue.presences_vue(inscription.seance)


@cadre.post(
    "/inscriptions/<ref:inscription>/fins-de-mandat",
    reponse=formes.PresencesVues,
    droit="seance.conduire",
    etiquette=ETIQUETTE,
    resume="Mettre fin à un mandat à ce point",
)
def mettre_fin(acteur: Acteur, inscription: Inscription, corps: c.FinMandatCorps) -> dict[str, Any]:
    """He sits during this point for the last time."""
    elu = organisation.mandataire(acteur.institution_id, corps.mandataire)
    mandats.mettre_fin(acteur, inscription, elu.id, corps.cause, corps.passer_outre)
    return vue.presences_vue(inscription.seance)


@cadre.post(
    "/inscriptions/<ref:inscription>/annulation-mandat",
    reponse=formes.PresencesVues,
    droit="seance.conduire",
    etiquette=ETIQUETTE,
    resume="Annuler une installation ou une fin de mandat notée par erreur",
)
def annuler(acteur: Acteur, inscription: Inscription, corps: c.AnnulationMandatCorps) -> dict[str, Any]:
    elu = organisation.mandataire(acteur.institution_id, corps.mandataire)
    mandats.annuler(acteur, inscription, elu.id, corps.passer_outre)
    return vue.presences_vue(inscription.seance)
