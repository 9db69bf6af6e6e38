"""Screens of the pieces: join, download, take away."""

from __future__ import annotations

from typing import Any

from flask import Response, flash, request, url_for

from college.erreurs import Interdit, Invalide, Refus, TropGros, TypeRefuse
from college.points import requetes
from college.points.annexes import requetes as annexes
from college.points.annexes import services as services_annexes
from college.points.vues import bp
from college.web import acteur, telecharger, vers, vue


@vue(bp, "/app/points/<int:point_id>/annexes", droit="connecte", ecrit=True)
def joindre(point_id: int) -> Any:
    """Join one or several pieces; those refused are named with their reason, the others are kept."""
    qui = acteur()
    point = requetes.point(qui, point_id)
    genre, confidentielle = request.form.get("type", "interne"), "confidentielle" in request.form
    for fichier in request.files.getlist("fichier"):
        if not fichier.filename:
            flash("Choisissez d’abord un fichier.", "refus")
            continue
        try:
            piece = services_annexes.joindre(qui, point, fichier.filename, fichier.read(), genre, confidentielle)
        except (Invalide, TypeRefuse, TropGros, Refus, Interdit) as refus:
            flash(refus.phrase, "refus")
        else:
            flash(f"« {piece.nom} » est jointe.")
    if request.form.get("suite") == "modifier":
        return vers(url_for("points.modifier", point_id=point.id) + "#s5")
    return vers(url_for("points.voir", point_id=point.id) + "#pieces")


@vue(bp, "/app/annexes/<int:annexe_id>", droit="connecte")
def annexe(annexe_id: int) -> Response:
    """Download a piece."""
    piece = annexes.annexe(acteur(), annexe_id)
    return telecharger(annexes.octets(acteur(), piece), piece.nom, piece.mime)


@vue(bp, "/app/annexes/<int:annexe_id>/retirer", droit="connecte", ecrit=True)
def retirer_annexe(annexe_id: int) -> Any:
    """Take a piece away."""
    piece = annexes.annexe(acteur(), annexe_id)
    services_annexes.retirer(acteur(), piece.point, piece)
    flash(f"« {piece.nom} » est retirée.")
    return vers(url_for("points.modifier", point_id=piece.point_id) + "#s5")
