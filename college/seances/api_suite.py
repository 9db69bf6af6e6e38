"""Calls on the lines after and around the séance: sent back to their service, taken back, compared."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from college.api import Corps, cadre
from college.api.listes import liste_entiere
from college.droits import Acteur, verifier
from college.seances import redaction, retours
from college.seances import representations as vue
from college.seances.modele import Inscription, Seance

ETIQUETTE = "Séances"


class RenvoiCorps(Corps):
    """Why a line goes back to its service."""

    commentaire: str = Field(min_length=1, max_length=2000)


@cadre.post(
    "/inscriptions/<ref:inscription>/renvoi",
    droit="seance.preparer",
    etiquette=ETIQUETTE,
    resume="Renvoyer un point inscrit à son service, qui garde sa place",
)
def renvoyer(acteur: Acteur, inscription: Inscription, corps: RenvoiCorps) -> dict[str, Any]:
    return vue.inscription_vue(acteur, retours.renvoyer_au_service(acteur, inscription, corps.commentaire))


@cadre.post(
    "/inscriptions/<ref:inscription>/reprise",
    droit="seance.preparer",
    etiquette=ETIQUETTE,
    resume="Reprendre un point renvoyé, tel qu’il est",
)
def reprendre(acteur: Acteur, inscription: Inscription) -> dict[str, Any]:
    return vue.inscription_vue(acteur, retours.ramener(acteur, inscription))


@cadre.get(
    "/seances/<ref:seance>/redaction",
    droit="seance.conduire",
    etiquette=ETIQUETTE,
    resume="Les textes à reprendre avant de les arrêter",
)
def feuille(acteur: Acteur, seance: Seance) -> dict[str, Any]:
    verifier("seance.conduire", acteur, seance)  # the texts of every line, closed ones too: for who runs this séance
    return liste_entiere([_ligne(fiche) for fiche in redaction.feuille(seance)])


def _ligne(fiche: redaction.Fiche) -> dict[str, Any]:
    return {
        "inscription": fiche.ligne.id,
        "numero": fiche.ligne.numero,
        "titre": fiche.ligne.titre,
        "etat": fiche.etat,
        "a_reprendre": fiche.defauts,
        "differences": [
            {"champ": champ, "morceaux": [{"genre": m.genre, "texte": m.texte} for m in morceaux]}
            for champ, morceaux in redaction.ecarts(fiche.ligne)
        ],
    }
