"""The real application on a fresh base: `app`, `client`, `serveur` (a real socket), and on PostgreSQL too."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, cast

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

from college import create_app, horloge, transaction
from college.settings import Settings


@pytest.fixture
def creer_application(tmp_path: Path) -> Iterator[Callable[..., Flask]]:
    """Make applications for a test: `creer_application(database_url=…, env="production", …)`."""
    moteurs = []

    def creer(**reglages: Any) -> Flask:
        valeurs = {"env": "test", "data_dir": tmp_path / "var", "repartiteur": False, "demo": False}
        valeurs["second_facteur"] = "facultatif"  # the world's secretaries sign in with a password alone
        app = create_app(Settings(**(valeurs | reglages)))
        moteurs.append(transaction.moteur())
        return app

    yield creer
    for moteur in moteurs:
        moteur.dispose()
    horloge.regler(horloge.systeme)


@pytest.fixture
def app(creer_application: Callable[..., Flask], base: str) -> Flask:
    """The application on a fresh SQLite base; nothing runs behind it."""
    return creer_application(database_url=base)


@pytest.fixture
def app_postgresql(creer_application: Callable[..., Flask], base_postgresql: str) -> Flask:
    """The application on a fresh PostgreSQL base."""
    return creer_application(database_url=base_postgresql)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts, on `app`."""
    return app.test_client()


def refermer(app: Flask) -> Callable[..., Iterator[bytes]]:
    """`app`, whose answer is closed even when the browser hangs up halfway.

    werkzeug's server reads what is left on the socket before it closes an answer; a connection reset makes that reading
    raise, and the file being sent stays open. Gunicorn, which serves the product, always closes.
    """

    def servie(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterator[bytes]:
        with closing(cast(Any, app(environ, start_response))) as reponse:
            yield from reponse

    return servie


@pytest.fixture
def serveur(app: Flask) -> Iterator[str]:
    """`app` behind a real socket; gives its address."""
    http = make_server("127.0.0.1", 0, refermer(app), threaded=True)
    fil = threading.Thread(target=http.serve_forever, daemon=True)
    fil.start()
    yield f"http://127.0.0.1:{http.server_port}"
    http.shutdown()
    fil.join(5)
    http.server_close()
