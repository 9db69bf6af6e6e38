"""college: from a proposed point to a signed, published, supervised act.

`create_app` is the only wiring; nothing happens at import.
"""

from __future__ import annotations

from flask import Flask

from college import horloge, pieces, repartiteur, stockage, transaction
from college.connecteurs import courriel
from college.extensions import babel, csrf
from college.settings import Settings
from college.web import Requete

__version__ = "0.1.0"


def create_app(settings: Settings | None = None) -> Flask:
    """The application for these settings (from the environment by default)."""
    reglages = settings or Settings.depuis_environnement()
    reglages.data_dir.mkdir(parents=True, exist_ok=True)
    horloge.regler(horloge.source(reglages.horloge))
    transaction.brancher(transaction.creer_moteur(reglages.url_base_de_donnees))
    stockage.brancher(reglages.data_dir / "fichiers")
    courriel.brancher(reglages)

    app = Flask(__name__)
    app.request_class = Requete
    app.config.update(
        SECRET_KEY=reglages.secret_key,
        TESTING=reglages.env == "test",
        MAX_CONTENT_LENGTH=64 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=4 * 1024 * 1024,
        TEMPLATES_AUTO_RELOAD=reglages.env == "developpement",
        WTF_CSRF_TIME_LIMIT=None,  # the token lives as long as the session
        BABEL_DEFAULT_LOCALE="fr",
        BABEL_DEFAULT_TIMEZONE="Europe/Brussels",
    )
    app.extensions["college"] = reglages
    csrf.init_app(app)
    babel.init_app(app)
    pieces.installer(app, reglages)
    repartiteur.brancher(app)
    return app
