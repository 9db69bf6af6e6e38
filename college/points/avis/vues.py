"""Screens of the advices: the draft, and the delay (stopped, started again, made longer)."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, request, url_for

from college.erreurs import Interdit, Introuvable, Invalide, Refus
from college.points import requetes
from college.points.avis import ecrans, visa
from college.points.avis import services as services_avis
from college.points.etats import avis_de, etat_de
from college.points.pages import page
from college.points.texte_simple import en_html
from college.points.vues import bp
from college.web import acteur, vers, vue


@vue(bp, "/app/points/<int:point_id>/avis", droit="connecte", ecrit=True)
def brouillon_avis(point_id: int) -> Any:
    """Keep the draft of an advice, hidden from everybody else."""
    qui = acteur()
    point = requetes.point(qui, point_id)
    attendu = ecrans.attendu(avis_de(point), qui, etat_de(point))
    if attendu is None:
        raise Interdit("Aucun avis ne vous est demandé ici : rechargez la page.")
    try:
        services_avis.garder_brouillon(qui, point, attendu, en_html(request.form.get("texte", "")))
    except Invalide as refus:
        return page(qui, point, refus, "rendre_avis"), refus.statut
    flash("Votre brouillon d’avis est gardé ; vous seul et votre groupe le voyez.")
    return vers(url_for("points.voir", point_id=point.id) + "#avis")


@vue(bp, "/app/points/<int:point_id>/avis/<int:avis_id>", droit="connecte", ecrit=True)
def suivre_avis(point_id: int, avis_id: int) -> Any:
    """The delay of an advice: stopped by an incomplete file, started again, made longer."""
    qui, champs = acteur(), request.form
    point, geste = requetes.point(qui, point_id), request.form.get("geste", "")
    avis = next((a for a in avis_de(point) if a.id == avis_id), None)
    if avis is None:
        raise Introuvable("Cette demande d’avis n’existe plus : rechargez la page.")
    try:
        if geste == "incomplet":
            services_avis.signaler_incomplet(qui, point, avis, champs.get("motif", ""))
            flash("Le délai est suspendu ; le service est prévenu de ce qui manque.")
        elif geste == "complet":
            services_avis.completer(qui, point, avis)
            flash("Le dossier est complet : le délai court à partir d’aujourd’hui.")
        else:
            services_avis.prolonger(qui, point, avis, _jour(champs.get("echeance", "")), champs.get("motif", ""))
            flash("Le délai est prolongé.")
    except (Refus, Interdit, Invalide) as refus:
        return page(qui, point, refus, geste=geste), refus.statut
    return vers(url_for("points.voir", point_id=point.id) + "#avis")


@vue(bp, "/app/points/<int:point_id>/avis/visa", droit="connecte", ecrit=True)
def viser_avis(point_id: int) -> Any:
    """Write the sentence of L1124-40 in the recitals."""
    qui = acteur()
    point = requetes.point(qui, point_id)
    try:
        phrase = visa.inserer_visa(qui, point)
    except (Refus, Interdit) as refus:
        return page(qui, point, refus), refus.statut
    flash(f"Écrit dans la motivation\u00a0: {phrase}")
    return vers(url_for("points.voir", point_id=point.id) + "#avis")


def _jour(texte: str) -> date:
    try:
        return date.fromisoformat(texte)
    except ValueError:
        raise Invalide("Choisissez le nouveau dernier jour du délai.", "echeance") from None
