"""Screens of the drafting time: the sheet of the texts, and one text with what changed since the vote."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, make_response, render_template, request, url_for
from markupsafe import Markup

from college.erreurs import Perime, Refus
from college.seances import affichage, amendement, decision, deux_textes, redaction, requetes, retours, services
from college.seances.compte_rendu import CompteRendu
from college.seances.essai import essayer, essayer_et_dire
from college.seances.modele import Inscription
from college.web import acteur, vers, vue

bp = Blueprint("redaction", __name__, template_folder="templates")


@vue(bp, "/app/seances/<int:seance_id>/redaction", droit="seance.conduire")
def feuille(seance_id: int) -> str:
    """Every text with its state: to take up again, changed, ready, frozen."""
    seance = requetes.seance_conduite(acteur(), seance_id)
    fiches = redaction.feuille(seance)
    return render_template(
        "seances/redaction.html",
        seance=seance,
        titre_court=affichage.titre_court(seance),
        fiches=fiches,
        restants=[f for f in fiches if f.etat != "fige"],
        a_corriger=[f for f in fiches if f.etat == "a_corriger"],
        issues=decision.ISSUES,
    )


@vue(bp, "/app/inscriptions/<int:inscription_id>/redaction", droit="seance.conduire")
def texte(inscription_id: int) -> Any:
    """One text: as it will be printed, what changed, what stops it, and the editor."""
    return _page(_ligne(inscription_id))


def _ligne(inscription_id: int) -> Inscription:
    ligne = requetes.inscription(acteur(), inscription_id)
    requetes.seance_conduite(acteur(), ligne.seance_id)
    return ligne


def _page(ligne: Inscription, refus: Refus | None = None) -> Any:
    seance = ligne.seance
    point = CompteRendu(seance).point(ligne)
    suite = [f.ligne for f in redaction.feuille(seance) if f.etat == "a_corriger" and f.ligne.id != ligne.id]
    page = render_template(
        "seances/redaction_texte.html",
        seance=seance,
        titre_court=affichage.titre_court(seance),
        i=ligne,
        lus=amendement.actuels(ligne) | deux_textes.saisis(),  # a refusal leaves what was typed
        marques=amendement.marques(ligne),
        fiche=redaction.fiche(ligne),
        ecarts=redaction.ecarts(ligne),
        suivante=suite[0] if suite else None,
        phrases=[p for d in point.decisions for p in (d.phrase_vote, d.phrase_issue) if p],
        motivation=Markup(point.motivation_html),  # noqa: S704 - cleaned when it was written
        dispositif=Markup(point.dispositif_html),  # noqa: S704
        issues=decision.ISSUES,
        refus=refus,
    )
    return make_response(page, 409 if refus else 200)


@vue(bp, "/app/inscriptions/<int:inscription_id>/redaction/texte", droit="seance.decider", ecrit=True)
def ecrire(inscription_id: int) -> Any:
    """The secretary edits the text until it is frozen."""
    ligne = _ligne(inscription_id)
    if "reunir" in request.form:
        return deux_textes.montrer(ligne)
    textes, motif, lus = deux_textes.saisis(), request.form.get("motif", ""), request.form.get("marques")
    try:
        refus = essayer(lambda: services.amender(acteur(), ligne, textes, motif, lus))
    except Perime as perime:
        return deux_textes.montrer(ligne, perime)
    return _page(ligne, refus) if refus else vers(url_for("redaction.texte", inscription_id=ligne.id))


@vue(bp, "/app/inscriptions/<int:inscription_id>/correction", droit="seance.decider", ecrit=True)
def corriger(inscription_id: int) -> Any:
    """An outcome put right after the séance, with its reason."""
    ligne = _ligne(inscription_id)
    saisie = services.SaisieDecision(request.form.get("issue", ""), passer_outre=request.form.get("passer_outre", ""))
    refus = essayer(lambda: services.decider(acteur(), ligne, saisie))
    return _page(ligne, refus) if refus else vers(url_for("redaction.texte", inscription_id=ligne.id))


@vue(bp, "/app/inscriptions/<int:inscription_id>/renvoi", droit="seance.preparer", ecrit=True)
def renvoyer(inscription_id: int) -> Any:
    """Back to its service, its place kept."""
    ligne = requetes.inscription(acteur(), inscription_id)
    essayer_et_dire(
        lambda: retours.renvoyer_au_service(acteur(), ligne, request.form.get("motif", "")),
        f"Point {ligne.numero} renvoyé à son service : il garde sa place.",
    )
    return vers(url_for("seances.composer", seance_id=ligne.seance_id))


@vue(bp, "/app/inscriptions/<int:inscription_id>/reprise", droit="seance.preparer", ecrit=True)
def reprendre(inscription_id: int) -> Any:
    """Taken back as it stands."""
    ligne = requetes.inscription(acteur(), inscription_id)
    essayer_et_dire(lambda: retours.ramener(acteur(), ligne), f"Point {ligne.numero} repris, avec son texte actuel.")
    return vers(url_for("seances.composer", seance_id=ligne.seance_id))
