"""The bell's page: what is new, opened one by one, or all read."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, render_template, url_for

from college.notifications import phrases, requetes, services
from college.points import masques
from college.web import acteur, vers, vue

bp = Blueprint("notifications", __name__, template_folder="templates")


@vue(bp, "/app/notifications", droit="connecte")
def liste() -> str:
    """The last notifications of the person."""
    toutes = requetes.liste(acteur())
    titres = masques.titres(acteur(), [une.point for une in toutes])
    return render_template("notifications/liste.html", toutes=toutes, titres=titres, phrases=phrases)


@vue(bp, "/app/notifications/lire", droit="connecte", ecrit=True)
def tout_lire() -> Any:
    """All read."""
    services.tout_lire(acteur())
    flash("Tout est marqué comme lu.")
    return vers(url_for("notifications.liste"))


@vue(bp, "/app/notifications/<int:numero>/ouvrir", droit="connecte", ecrit=True)
def ouvrir(numero: int) -> Any:
    """Read one, and go to its point."""
    lue = services.lire(acteur(), requetes.une(acteur(), numero))
    return vers(url_for("points.voir", point_id=lue.point_id))
