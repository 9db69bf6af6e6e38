"""The small world of `tests/fabriques.py`, and people who act in it: on screen, by the API, by a service."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from college import horloge, stockage, transaction
from college.connecteurs import courriel
from college.organisation import jetons
from college.organisation.modele import Institution
from college.settings import Settings
from college.transaction import ecriture, lecture
from tests import fabriques
from tests.fabriques import MOT_DE_PASSE, Monde


class ClientApi:
    """A program that calls the API with one person's token: `api("alice").post("/points", {...})`."""

    def __init__(self, client: FlaskClient, jeton: str) -> None:
        self.client = client
        self.entetes = {"Authorization": f"Bearer {jeton}"}

    def appeler(self, methode: str, chemin: str, corps: Any = None, **options: Any) -> TestResponse:
        """One call; `chemin` is relative to /api/v1 unless it already starts there."""
        adresse = chemin if chemin.startswith("/api/") else f"/api/v1{chemin}"
        if corps is not None:
            options["json"] = corps
        options["headers"] = self.entetes | options.get("headers", {})
        return self.client.open(adresse, method=methode, **options)

    def get(self, chemin: str, **options: Any) -> TestResponse:
        """Read."""
        return self.appeler("GET", chemin, **options)

    def post(self, chemin: str, corps: Any = None, **options: Any) -> TestResponse:
        """Act. `data={…}` instead of `corps` sends a multipart form."""
        return self.appeler("POST", chemin, corps, **options)

    def patch(self, chemin: str, corps: Any, version: str | None = None, **options: Any) -> TestResponse:
        """Change, as read at `version` (an ETag)."""
        entetes = {"If-Match": version} if version else {}
        return self.appeler("PATCH", chemin, corps, headers=entetes, **options)

    def delete(self, chemin: str, version: str | None = None, **options: Any) -> TestResponse:
        """Remove, as read at `version`."""
        entetes = {"If-Match": version} if version else {}
        return self.appeler("DELETE", chemin, headers=entetes, **options)


@pytest.fixture
def base(base_sqlite: str, tmp_path) -> Iterator[str]:
    """A fresh SQLite base and file store for services called without an application."""
    moteur = transaction.creer_moteur(base_sqlite)
    transaction.brancher(moteur)
    stockage.brancher(tmp_path / "var" / "fichiers")
    courriel.brancher(Settings(env="test", data_dir=tmp_path / "var"))
    yield base_sqlite
    moteur.dispose()


@pytest.fixture
def monde(base: str) -> Monde:
    """The small world, in a fresh base: it is already there in a copy of `modele_monde`."""
    with lecture() as session:
        la = session.scalar(select(Institution.id).where(Institution.code == "exemple"))
    return Monde(la or fabriques.peupler())


@pytest.fixture
def jeton(monde: Monde) -> Callable[[str], str]:
    """`jeton("alice")` is an API token of hers."""

    def creer(identifiant: str) -> str:
        with ecriture():
            return jetons.creer(monde.agent(identifiant), "essai")

    return creer


@pytest.fixture
def api(app, jeton: Callable[[str], str]) -> Callable[[str], ClientApi]:
    """`api("alice")` is a JSON client that acts as her."""
    return lambda identifiant: ClientApi(app.test_client(), jeton(identifiant))


@pytest.fixture
def connecter(monde: Monde) -> Callable[[FlaskClient, str], FlaskClient]:
    """`connecter(client, "alice")` signs her in through the real form."""

    def entrer(client: FlaskClient, identifiant: str) -> FlaskClient:
        formulaire = client.get("/connexion").get_data(as_text=True)
        trouve = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', formulaire)
        saisie = {"identifiant": identifiant, "mot_de_passe": MOT_DE_PASSE}
        reponse = client.post("/connexion", data=saisie | ({"csrf_token": trouve[1]} if trouve else {}))
        assert reponse.status_code == 303, reponse.get_data(as_text=True)
        return client

    return entrer


@pytest.fixture
def horloge_fixe() -> Iterator[Callable[[str], None]]:
    """`horloge_fixe("2026-11-21T10:00")` stops the application's clock there (Belgian time)."""

    def arreter(instant: str) -> None:
        lu = datetime.fromisoformat(instant)
        fixe = lu if lu.tzinfo else lu.replace(tzinfo=horloge.BRUXELLES)
        horloge.regler(lambda: fixe.astimezone(horloge.UTC))

    yield arreter
    horloge.regler(horloge.systeme)
