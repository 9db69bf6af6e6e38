"""The form of a private note, on the page of its point."""

from __future__ import annotations

from typing import Any

from flask import flash, request, url_for

from college.erreurs import Invalide, Refus
from college.points import requetes
from college.points.notes import services
from college.points.pages import page
from college.points.vues import bp
from college.web import acteur, vers, vue


@vue(bp, "/app/points/<int:point_id>/notes", droit="point.noter", ecrit=True)
def noter(point_id: int) -> Any:
    """Keep it; what somebody else has written meanwhile is shown beside what was typed."""
    qui, champs = acteur(), request.form
    point, genre = requetes.point(qui, point_id), champs.get("genre", "")
    try:
        services.ecrire(qui, point, genre, champs.get("note", ""), champs.get("lue"))
    except (Refus, Invalide) as refus:
        return page(qui, point, refus, geste=f"note-{genre}"), refus.statut
    flash("La note est gardée.")
    return vers(url_for("points.voir", point_id=point.id, _anchor=f"note-{genre}"))
