"""Alembic migrations, inside the package so that an installed wheel can migrate its own database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

DOSSIER = Path(__file__).parent


def configuration(connexion: Connection | None = None) -> Config:
    """Alembic's settings, without a file: everything is here."""
    reglages = Config()
    reglages.set_main_option("script_location", str(DOSSIER))
    reglages.set_main_option("path_separator", "os")
    reglages.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(rev)s_%%(slug)s")
    reglages.attributes["connexion"] = connexion
    return reglages


def tete() -> str:
    """The revision that this code expects."""
    return ScriptDirectory.from_config(configuration()).get_current_head() or ""


def revision(moteur: Engine) -> str:
    """The revision of a database; empty when it was never migrated."""
    with moteur.connect() as connexion:
        return MigrationContext.configure(connexion).get_current_revision() or ""


def monter(moteur: Engine, cible: str = "head") -> None:
    """Bring a database up to a revision, in one transaction."""
    with _connexion(moteur) as connexion:
        command.upgrade(configuration(connexion), cible)


def descendre(moteur: Engine, cible: str = "base") -> None:
    """Bring a database down to a revision, in one transaction."""
    with _connexion(moteur) as connexion:
        command.downgrade(configuration(connexion), cible)


@contextmanager
def _connexion(moteur: Engine) -> Iterator[Connection]:
    """One transaction. SQLite changes a table by copying it: foreign keys rest meanwhile, then are checked."""
    with moteur.connect().execution_options(college_ecrit=True) as connexion:
        sqlite = connexion.connection.dbapi_connection if moteur.dialect.name == "sqlite" else None
        if sqlite:
            sqlite.execute("PRAGMA foreign_keys=OFF")
        try:
            with connexion.begin():
                yield connexion
                if sqlite and (orphelines := sqlite.execute("PRAGMA foreign_key_check").fetchall()):
                    raise RuntimeError(f"The migration leaves rows without their parent: {orphelines[:5]}")
        finally:
            if sqlite:
                sqlite.execute("PRAGMA foreign_keys=ON")
