"""The screen of the minutes: their parts, the observations, the approval, and what it changed, word by word."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for

from college import web
from college.actes import approbation, requetes
from college.actes.modele import Acte
from college.erreurs import Refus
from college.points.differences import Morceau, differences
from college.seances import requetes as seances
from college.seances.compte_rendu import CompteRendu
from college.seances.essai import essayer
from college.seances.modele import Seance
from college.seances.proces_verbal import api as observations
from college.seances.proces_verbal import services
from college.web import vers, vue

AUTOUR = 70

bp = Blueprint("pv", __name__, template_folder="templates")
PARTIES = {"publique": "Partie publique", "huis_clos": "Partie à huis clos", "integrale": "Procès-verbal"}


@vue(bp, "/app/seances/<int:seance_id>/proces-verbal", droit="seance.conduire")
def approbation_pv(seance_id: int) -> Any:
    """Both parts apart, each with its observations."""
    return _page(seances.seance_conduite(web.acteur(), seance_id))


def _page(seance: Seance, refus: Refus | None = None) -> Any:
    actes = [a for a in requetes.de_seance(web.acteur(), seance) if a.type == "pv"]
    dites = services.de_seance(seance)
    page = render_template(
        "actes/pv.html",
        seance=seance,
        parties=[
            {
                "acte": acte,
                "nom": PARTIES[acte.partie],
                "approuve": acte.etat_pv in approbation.APPROUVES,
                "observations": [o for o in dites if acte.partie in ("integrale", o.partie)],
                "ecart": ecart(acte),
                "lignes": [i for i in seance.inscriptions if acte.partie == "integrale" or _dans(i, acte)],
            }
            for acte in actes
        ],
        auteurs=[m.personne.designer() for m in CompteRendu(seance).releve.membres],
        points=seances.points_d_approbation(seance),
        trop_tot=services.trop_tot(seance),
        refus=refus,
    )
    return make_response(page, 409 if refus else 200)


def _dans(inscription: Any, acte: Acte) -> bool:
    return bool(inscription.huis_clos) == (acte.partie == "huis_clos")


def ecart(acte: Acte) -> list[Morceau]:
    """What the last version changed in the words of the one before."""
    if len(acte.versions) < 2:
        return []
    morceaux = differences(acte.versions[-2].texte_html, acte.versions[-1].texte_html)
    return [
        Morceau(m.genre, _bouts(m.texte, rang == 0, rang == len(morceaux) - 1)) if m.genre == "egal" else m
        for rang, m in enumerate(morceaux)
    ]


def _bouts(texte: str, premier: bool, dernier: bool) -> str:
    """The whole words of an unchanged run that stand beside what changed."""
    if len(texte) < 2 * AUTOUR:
        return texte
    debut = "" if premier else texte[:AUTOUR].rpartition(" ")[0]
    fin = "" if dernier else texte[-AUTOUR:].partition(" ")[2]
    return f"{debut} […] {fin}"


@vue(bp, "/app/seances/<int:seance_id>/observations", droit="seance.conduire", ecrit=True)
def observer(seance_id: int) -> Any:
    """Note an observation."""
    seance = seances.seance_conduite(web.acteur(), seance_id)
    formulaire = request.form
    ligne = next((i for i in seance.inscriptions if i.id == formulaire.get("inscription", type=int)), None)
    saisie = services.SaisieObservation(
        formulaire.get("texte", ""), formulaire.get("auteur", ""), ligne,
        formulaire.get("au_lieu_de", ""), formulaire.get("lire", ""), formulaire.get("partie", ""),
    )  # fmt: skip
    refus = essayer(lambda: services.observer(web.acteur(), seance, saisie))
    return _page(seance, refus) if refus else vers(url_for("pv.approbation_pv", seance_id=seance_id))


@vue(bp, "/app/observations/<int:observation_id>", droit="seance.conduire", ecrit=True)
def trancher(observation_id: int) -> Any:
    """Adopted, or not."""
    observation = observations.observation(web.acteur(), observation_id)
    seance = seances.seance_conduite(web.acteur(), observation.seance_id)
    adoptee = request.form.get("adoptee") == "1"
    refus = essayer(lambda: services.trancher(web.acteur(), seance, observation, adoptee))
    return _page(seance, refus) if refus else vers(url_for("pv.approbation_pv", seance_id=seance.id))


@vue(bp, "/app/seances/<int:seance_id>/approbation", droit="seance.conduire", ecrit=True)
def approuver(seance_id: int) -> Any:
    """Approve one part, by the secretary; séance tenante when it was read there and then."""
    seance = seances.seance_conduite(web.acteur(), seance_id)
    partie = request.form.get("partie", "")
    tenante = "seance_tenante" in request.form
    refus = essayer(lambda: services.approuver(web.acteur(), seance, {partie}, seance_tenante=tenante))
    return _page(seance, refus) if refus else vers(url_for("pv.approbation_pv", seance_id=seance_id))
