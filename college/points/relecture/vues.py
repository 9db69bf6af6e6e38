"""Screens of the reading-over: suggest without writing, comment, answer, resolve."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for

from college.droits import verifier
from college.erreurs import Erreur, Interdit, Introuvable, Invalide, Perime, Refus
from college.points import chaine, formulaires, requetes
from college.points.etats import etat_de, texte
from college.points.modele import Point
from college.points.pages_conflit import NOMS
from college.points.relecture import requetes as relecture
from college.points.relecture import services
from college.points.relecture.pages import pour_relire
from college.points.revisions import RICHES
from college.points.volets import des_champs
from college.points.vues import bp, enregistre_a
from college.web import acteur, vers, veut_fragment, vue


@vue(bp, "/app/points/<int:point_id>/relire", droit="point.relire", methods=["GET", "POST"])
def relire(point_id: int) -> Any:
    """The text of a point for who examines it without writing it: suggestions and comments."""
    qui = acteur()
    point = requetes.point(qui, point_id)
    verifier("point.relire", qui, point)  # a reader of the agenda reads neither comments nor suggestions
    if des_champs(RICHES) <= chaine.volets_ouverts(etat_de(point), qui):
        return vers(url_for("points.modifier", point_id=point.id))
    if request.method == "GET":
        return _page(point)
    try:
        services.suggerer(qui, point, formulaires.riches(request.form), request.form.get("version", type=int))
    except (Refus, Interdit, Invalide, Perime) as refus:
        return _page(point, refus), refus.statut
    flash("Vos suggestions sont enregistrées : qui tient le point les verra.")
    return vers(url_for("points.voir", point_id=point.id))


def _page(point: Point, refus: Erreur | None = None) -> str:
    relues = relecture.relectures(point)
    vives = relecture.en_vigueur(point, relues)
    revision = texte(point)
    lus = {champ: vives.get(champ) or getattr(revision, champ) for champ in RICHES}
    if refus:
        lus |= formulaires.riches(request.form)
    return render_template(
        "points/relire.html", point=point, refus=refus, **pour_relire(acteur(), point, relues),
        textes=[(champ, NOMS[champ], formulaires.en_texte(lus[champ])) for champ in RICHES if lus[champ]],
    )  # fmt: skip


@vue(bp, "/app/points/<int:point_id>/relire/enregistrer", droit="point.relire", ecrit=True)
def enregistrer_relecture(point_id: int) -> Any:
    """The suggestions, kept by themselves as they are typed."""
    qui = acteur()
    point = requetes.point(qui, point_id)
    try:
        services.suggerer(qui, point, formulaires.riches(request.form), request.form.get("version", type=int))
    except (Refus, Interdit, Invalide, Perime) as refus:
        return {"detail": refus.phrase}, refus.statut
    return enregistre_a(point)


@vue(bp, "/app/points/<int:point_id>/commentaires", droit="point.relire", ecrit=True)
def commenter(point_id: int) -> Any:
    """Open a thread on a passage, or answer."""
    qui, champs = acteur(), request.form
    point = requetes.point(qui, point_id)
    try:
        services.commenter(
            qui, point, champs.get("champ", ""), champs.get("commentaire", ""), champs.get("fil", ""),
            champs.get("citation", ""),
        )  # fmt: skip
    except Invalide as refus:
        if veut_fragment():
            return {"detail": refus.phrase}, refus.statut
        flash(refus.phrase, "refus")
    return _fils(point)


@vue(bp, "/app/points/<int:point_id>/commentaires/<int:numero>/resoudre", droit="point.relire", ecrit=True)
def resoudre(point_id: int, numero: int) -> Any:
    """Close a thread, or open it again."""
    qui = acteur()
    point = requetes.point(qui, point_id)
    message = next((m for m in relecture.commentaires(point) if m.id == numero), None)
    if message is None:
        raise Introuvable("Ce commentaire n’existe pas, ou vous n’y avez pas accès.")
    services.resoudre(qui, point, message)
    return _fils(point)


@vue(bp, "/app/points/<int:point_id>/suggestions/ecarter", droit="point.relire", ecrit=True)
def ecarter(point_id: int) -> Any:
    """Put the suggestions made on an earlier text among the comments."""
    qui = acteur()
    point = requetes.point(qui, point_id)
    services.ecarter(qui, point)
    flash("Ces suggestions sont rangées parmi les commentaires.")
    return _fils(point)


def _fils(point: Point) -> Any:
    """The threads again: as a part of the page for scripts, as the page itself without them."""
    if veut_fragment():
        donnees = pour_relire(acteur(), point, relecture.relectures(point))
        return render_template("points/_fils.html", point=point, **donnees)
    return vers(url_for("points.relire", point_id=point.id) + "#fils")
