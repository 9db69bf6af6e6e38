"""Hangs the room: sessions, who acts, the frame, the doors, and the pages of refusals."""

from __future__ import annotations

from typing import Any

from flask import Flask, g
from flask_login import LoginManager, current_user
from werkzeug.middleware.proxy_fix import ProxyFix

from college import entetes, pages_erreur
from college.extensions import connexion
from college.organisation import api, compte_vues, identification, politiques, second_facteur, unicite, vues  # noqa: F401 - declared at import
from college.organisation.cadre import Cadre, identite
from college.organisation.personne import Personne
from college.organisation.sessions import SessionsEnBase
from college.settings import Settings


def installer(app: Flask, settings: Settings) -> None:
    """Called once by `pieces`."""
    app.session_interface = SessionsEnBase(settings.https)
    if settings.mandataires_proxy:
        sauts = settings.mandataires_proxy
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=sauts, x_proto=sauts, x_host=sauts)  # type: ignore[method-assign]
    _brancher_flask_login(app, settings)
    entetes.installer(app, settings)
    pages_erreur.installer(app)
    app.extensions["college.une_fois"] = unicite.une_fois
    app.context_processor(lambda: {"cadre": Cadre()})
    app.register_blueprint(vues.bp)


def _brancher_flask_login(app: Flask, settings: Settings) -> None:
    gardien: LoginManager = connexion
    gardien.session_protection = None  # the session row is the protection
    gardien.init_app(app)

    @gardien.user_loader
    def _charger(agent_id: str) -> Personne | None:
        """The session already read who it is: no second query, and no session row means nobody."""
        qui = identite()
        return Personne(qui) if qui and str(qui.acteur.agent_id) == agent_id else None

    @app.before_request
    def _qui_agit() -> Any:
        g.acteur = current_user.acteur if current_user.is_authenticated else None
        return second_facteur.detour(identite()) if settings.second_facteur_exige and g.acteur else None
