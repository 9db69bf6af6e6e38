"""A point kept for those who are in the room, from the cockpit."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from college.seances import requetes, services
from college.seances.essai import essayer_et_dire
from college.seances.vues_direct import bp
from college.web import acteur, vers, vue


@vue(bp, "/app/inscriptions/<int:inscription_id>/presence-physique", droit="seance.conduire", ecrit=True)
def reserver(inscription_id: int) -> Any:
    """This point is for those in the room, or for all again."""
    ligne = requetes.inscription(acteur(), inscription_id)
    oui = request.form.get("oui") == "1"
    essayer_et_dire(lambda: services.reserver_a_la_salle(acteur(), ligne, oui))
    return vers(url_for("direct.cockpit", seance_id=ligne.seance_id, point=ligne.id))
