"""Séances in one's own calendar: one as a file, all as an address to subscribe to, which can be revoked."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Response, current_app, flash, render_template, request, url_for
from sqlalchemy import select

from college import horloge, journal
from college.erreurs import Introuvable
from college.organisation import requetes as organisation
from college.organisation.modele import Agent
from college.seances import affichage, calendrier, requetes
from college.seances.modele import Seance
from college.seances.vues import bp
from college.transaction import unite
from college.web import PUBLIC, acteur, telecharger, vers, vue

MIME = "text/calendar; charset=utf-8"
NOMBRE = 200


def _ics(seances: Any) -> bytes:
    base = (current_app.extensions["college"].base_url or request.url_root).rstrip("/")
    domaine = urlsplit(base).hostname or "college"
    titres = [(seance, affichage.titre_court(seance)) for seance in seances]
    return calendrier.ics(titres, domaine, base, horloge.maintenant()).encode()


@vue(bp, "/app/seances/<int:seance_id>.ics", droit="seance.lire")
def seance_ics(seance_id: int) -> Response:
    """One séance."""
    return telecharger(_ics([requetes.seance(acteur(), seance_id)]), f"seance-{seance_id}.ics", MIME)


@vue(bp, "/app/seances/agenda", droit="seance.lire", methods=["GET", "POST"])
def abonnement() -> Any:
    """The address of one's own calendar: shown once, replaced or closed at will."""
    moi = unite().get_one(Agent, acteur().agent_id)
    adresse = ""
    if request.method == "POST":
        jeton = secrets.token_urlsafe(32)
        fermer = "fermer" in request.form
        moi.preferences = {**moi.preferences, "agenda": "" if fermer else _empreinte(jeton)}
        journal.noter(acteur(), "agent.agenda", moi, ouvert=not fermer)
        if fermer:
            flash("L’adresse ne répond plus.")
            return vers(url_for("seances.abonnement"))
        adresse = url_for("seances.abonne", jeton=f"{moi.id}-{jeton}", _external=True)
    return render_template("seances/abonnement.html", adresse=adresse, ouvert=bool(moi.preferences.get("agenda")))


def _empreinte(jeton: str) -> str:
    return hashlib.sha256(jeton.encode()).hexdigest()


@vue(bp, "/agenda/<jeton>.ics", droit=PUBLIC)
def abonne(jeton: str) -> Response:
    """What a calendar program reads, without signing in: the address itself is the secret."""
    numero, _, secret = jeton.partition("-")
    agent = unite().get(Agent, int(numero)) if numero.isdecimal() and len(numero) < 10 else None
    attendu = str(agent.preferences.get("agenda") or "") if agent else ""
    if agent is None or not attendu or not secrets.compare_digest(attendu, _empreinte(secret)):
        raise Introuvable("Cette adresse d’agenda n’existe pas, ou elle a été fermée.")
    qui = organisation.acteur_de(agent)
    demande = select(Seance).where(requetes.visibles(qui), Seance.organe_id.in_(qui.mandats.keys() | qui.secretariats))
    seances = unite().scalars(demande.order_by(Seance.debut.desc()).limit(NOMBRE)).unique()
    reponse = telecharger(_ics(seances), "seances.ics", MIME)
    reponse.headers["Cache-Control"] = "private, max-age=900"
    return reponse
