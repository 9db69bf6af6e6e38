"""Who signs an act instead of whom: the call, the form on its page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request
from pydantic import Field

from college import horloge, web
from college.actes import reassignation, requetes
from college.actes import representations as vues
from college.actes.modele import Acte
from college.api import Corps, cadre
from college.droits import Acteur
from college.organisation import requetes as organisation
from college.panneaux import Panneau, panneau
from college.seances.essai import essayer_et_dire
from college.seances.personnes import Personne
from college.web import vers, vue

bp = Blueprint("signataires", __name__, template_folder="templates")


class SignataireCorps(Corps):
    """Which hand, whose, and why."""

    champ: str = Field(max_length=40)
    mandataire: int | str
    motif: str = Field(max_length=2000)


@cadre.post(
    "/actes/<ref:acte>/signataires",
    droit="acte.gerer",
    etiquette="Actes et documents",
    resume="Remplacer un signataire empêché",
)
def remplacer(acteur: Acteur, acte: Acte, corps: SignataireCorps) -> dict[str, Any]:
    personne = organisation.mandataire(acteur.institution_id, corps.mandataire)
    return vues.acte(reassignation.reassigner(acteur, acte, corps.champ, personne.id, corps.motif))


@vue(bp, "/app/actes/<int:acte_id>/signataires", droit="acte.gerer", ecrit=True)
def remplacer_a_l_ecran(acte_id: int) -> Any:
    """The same, from the page of the act."""
    acte, champs = requetes.acte(web.acteur(), acte_id), request.form
    numero = champs.get("mandataire", 0, type=int)
    essayer_et_dire(
        lambda: reassignation.reassigner(
            web.acteur(), acte, champs.get("champ", ""), numero, champs.get("motif", "")
        ),
        "Le signataire est remplacé : l’acte est refait, l’ancien fichier est gardé.",
    )  # fmt: skip
    return vers(f"/app/actes/{acte_id}")


@panneau("acte")
def _de_l_acte(acteur: Acteur, acte: Acte) -> Panneau | None:
    """Offered to the secretary until a first signature freezes the bytes."""
    version = requetes.version_courante(acte)
    mains = requetes.mains(version)
    faites = any(s.version_id == version.id and s.etat == "faite" for s in acte.signatures)
    if faites or not mains or not acteur.est_secretaire(acte.organe_id):
        return None
    membres = [
        (m.mandataire_id, Personne(m.mandataire.prenom, m.mandataire.nom, m.mandataire.genre, m.fonction, m.titre))
        for m in organisation.mandats(acte.organe_id, horloge.aujourdhui())
    ]
    donnees = {
        "acte": acte.id,
        "mains": [(main.champ, f"{main.nom}, {main.qualite}") for main in mains],
        "membres": [(numero, personne.designer()) for numero, personne in membres],
    }
    return Panneau("Signataire empêché", "actes/_signataire.html", donnees)
