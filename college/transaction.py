"""The one owner of the transaction.

    with ecriture() as unite: ...   commits once at the end, then wakes the outbox; rolls back on error
    with lecture() as unite: ...    reads only; anything left unsaved is an error

Inside, `unite()` is the current SQLAlchemy session: services and queries take it from here and never
commit. On SQLite a writing unit begins with BEGIN IMMEDIATE, so that two writers wait in line instead of
failing (a deferred BEGIN that upgrades fails at once, whatever the busy timeout); they wait for our `plume`.
What was committed is flushed to the disk before `ecriture()` returns, together with its neighbours (`gravure`).
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DataError, StatementError
from sqlalchemy.orm import Session, sessionmaker

from college.erreurs import Invalide
from college.gravure import Gravure, JournalSqlite
from college.plume import Plume
from college.reserve import eprouver_les_reposees


class HorsTransaction(RuntimeError):
    """A query or a service ran outside `lecture()` and `ecriture()`."""


_unite: ContextVar[Session | None] = ContextVar("unite_de_travail", default=None)
_fabrique: sessionmaker[Session] | None = None
_apres_commit: list[Callable[[], None]] = []
ECRIVAINS = 3  # on PostgreSQL, that a process lets in at once: more would only wait for each other
PATIENCE = 0.5  # seconds before a writer goes in all the same
_plume: Plume | None = None
_porte = threading.BoundedSemaphore(ECRIVAINS)
_gravure: Gravure | None = None
A_REVEILLER = "boite_envoi"
SUITES = "suites"
ATTENTE = 60  # seconds for another process to finish writing
ENONCES = 200  # statements kept ready: each weighs 50 to 200 KB

PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=NORMAL",  # `gravure` flushes the log: a cast ballot survives a power cut
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is erased is overwritten: the boxes of an urn, a draft thrown away
    f"PRAGMA busy_timeout={ATTENTE * 1000}",
    "PRAGMA cache_size=-2048",  # per connection, and there is one a thread; the system keeps the file's pages anyway
    "PRAGMA temp_store=MEMORY",
)


def creer_moteur(url: str) -> Engine:
    """An engine for SQLite (WAL) or PostgreSQL (psycopg 3); no error repeats in a log the values that were written."""
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    # Last in, first out: the warmest connection serves, and those of a busy moment keep few pages and statements.
    commun: dict[str, Any] = {"query_cache_size": ENONCES, "hide_parameters": True, "pool_use_lifo": True}
    if not url.startswith("sqlite"):
        moteur = create_engine(url, pool_size=10, max_overflow=30, **commun)
        eprouver_les_reposees(moteur)
        return moteur
    acces = {"timeout": ATTENTE, "check_same_thread": False, "cached_statements": 64}
    moteur = create_engine(url, connect_args=acces, **commun)

    @event.listens_for(moteur, "connect")
    def _ouvrir(connexion: Any, _registre: Any) -> None:
        connexion.isolation_level = None  # we say BEGIN ourselves, below
        for pragma in PRAGMAS:
            connexion.execute(pragma)

    @event.listens_for(moteur, "begin")
    def _debuter(connexion: Any) -> None:
        ecrit = connexion.get_execution_options().get("college_ecrit", False)
        connexion.exec_driver_sql("BEGIN IMMEDIATE" if ecrit else "BEGIN")

    return moteur


def brancher(moteur: Engine) -> None:
    """Bind the process to its database."""
    global _fabrique, _gravure, _plume
    _fabrique = sessionmaker(moteur, expire_on_commit=False, autoflush=True)
    fichier = moteur.url.database if moteur.dialect.name == "sqlite" else None
    _gravure = Gravure(JournalSqlite(Path(fichier))) if fichier else None
    _plume = Plume(Path(fichier), ATTENTE) if fichier else None


def moteur() -> Engine:
    """The process's engine."""
    if _fabrique is None:
        raise HorsTransaction("No database: call create_app() first.")
    return _fabrique.kw["bind"]


def apres_commit(rappel: Callable[[], None]) -> None:
    """Register what to wake after a commit that left something in the outbox (its dispatcher)."""
    if rappel not in _apres_commit:
        _apres_commit.append(rappel)


def reveiller() -> None:
    """There is something in the outbox: whoever waits for it looks, here or through `coulisse` in another process."""
    for rappel in _apres_commit:
        rappel()


def une_fois_ecrit(rappel: Callable[[], None]) -> None:
    """Do this when the current unit of work is committed; never if it is rolled back or its process killed."""
    unite().info.setdefault(SUITES, []).append(rappel)


def unite() -> Session:
    """The current unit of work."""
    session = _unite.get()
    if session is None:
        raise HorsTransaction("Open `with ecriture():` or `with lecture():` first.")
    return session


def en_cours() -> bool:
    """True inside a unit of work."""
    return _unite.get() is not None


@contextmanager
def ecriture(*, grave: bool = True) -> Iterator[Session]:
    """A unit of work that writes. Nested in another `ecriture`, it joins it (the outer one commits).

    `grave=False` returns before the flush: for what may be done again after a power cut (a lease, say).
    """
    dehors = _unite.get()
    if dehors is not None and dehors.info.get("ecrit"):
        yield dehors
        return
    with _tour(), _ouverte(ecrit=True) as session:
        yield session
        session.commit()
    if grave and _gravure:
        _gravure.attendre()
    for suite in session.info.get(SUITES, ()):
        suite()
    if session.info.get(A_REVEILLER):
        reveiller()


@contextmanager
def lecture() -> Iterator[Session]:
    """A unit of work that only reads: a pending change is a fault of ours and raises."""
    if (dehors := _unite.get()) is not None:
        yield dehors
        return
    with _ouverte(ecrit=False) as session:
        yield session
        if session.new or session.dirty or session.deleted:
            raise HorsTransaction("A reading unit of work holds changes: use ecriture().")


def _tour() -> AbstractContextManager[object]:
    """The one pen of a SQLite file; PostgreSQL has one a row, and a door."""
    return _plume or _a_la_porte()


@contextmanager
def _a_la_porte() -> Iterator[None]:
    """Forty-five ballots enter a few at a time, on connections that are open: forty new ones cost more than the votes.

    A courtesy and no lock: behind acts that last, one waits for half a second and goes in.
    """
    porte = _porte
    entre = porte.acquire(timeout=PATIENCE)
    try:
        yield
    finally:
        if entre:
            porte.release()


def _nouvelle_plume() -> None:
    """A forked process must not wait for a thread that stayed in its parent, nor hold its parent's pen."""
    global _porte
    _porte = threading.BoundedSemaphore(ECRIVAINS)
    if _fabrique is not None:
        brancher(moteur())


os.register_at_fork(after_in_child=_nouvelle_plume)


@contextmanager
def _ouverte(ecrit: bool) -> Iterator[Session]:
    if _fabrique is None:
        raise HorsTransaction("No database: call create_app() first.")
    session = _fabrique(info={"ecrit": ecrit})
    session.connection(execution_options={"college_ecrit": ecrit})
    marque = _unite.set(session)
    try:
        yield session
    except (StatementError, OverflowError) as erreur:  # a number of thirty digits, a day of the year 1
        if not isinstance(erreur, (DataError, OverflowError)) and not isinstance(erreur.orig, OverflowError):
            raise
        raise Invalide("Un nombre ou un texte dépasse ce qui peut être gardé : raccourcissez-le.") from erreur
    finally:
        _unite.reset(marque)
        session.close()
