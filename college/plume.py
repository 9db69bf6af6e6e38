"""The one pen of a SQLite file: threads wait for each other on a lock, processes on two files beside the base.

SQLite's own waiting is a poll that sleeps longer and longer, without order: one of many writers may starve, and a
server whose background work is another process would lose milliseconds at each meeting. Here a process takes the
turn before the pen: who waits for the pen holds the turn, so that who lays it down cannot take it again first. The
system frees the files of a process that dies; one that is stuck makes the others give up, as SQLite would.
"""

from __future__ import annotations

import fcntl
import os
import sqlite3
import threading
import time
import weakref
from pathlib import Path
from types import TracebackType

from sqlalchemy.exc import OperationalError

PAS = 0.0002  # seconds between two tries of a process; twice as long each time, up to
PAS_MAX = 0.0005


class Plume:
    """Held by one thread of one process at a time."""

    def __init__(self, base: Path, attente: float = 60) -> None:
        self._chemins = [base.with_name(base.name + fin) for fin in ("-tour", "-plume")]
        self._attente = attente
        self._fils = threading.Lock()
        self._fichiers: list[int] = []

    def __enter__(self) -> None:
        fin = time.monotonic() + self._attente
        if not self._fils.acquire(timeout=self._attente):
            raise _occupee()
        try:
            self._prendre(fin)
        except BaseException:
            self._fils.release()
            raise

    def _prendre(self, fin: float) -> None:
        if not self._fichiers:
            self._fichiers = [os.open(chemin, os.O_RDWR | os.O_CREAT, 0o600) for chemin in self._chemins]
            weakref.finalize(self, _fermer, self._fichiers)
        tour, plume = self._fichiers
        _verrouiller(tour, fin)
        try:
            _verrouiller(plume, fin)
        finally:
            fcntl.flock(tour, fcntl.LOCK_UN)

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            fcntl.flock(self._fichiers[-1], fcntl.LOCK_UN)
        finally:
            self._fils.release()


def _verrouiller(fichier: int, fin: float) -> None:
    """The system knows no wait that ends: tried again and again until then."""
    pas = PAS
    while True:
        try:
            fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= fin:
                raise _occupee() from None
            time.sleep(pas)
            pas = min(2 * pas, PAS_MAX)
        else:
            return


def _occupee() -> OperationalError:
    """What SQLite itself says after its own wait: nothing was written, trying again is right."""
    return OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("database is locked"))


def _fermer(fichiers: list[int]) -> None:
    for fichier in fichiers:
        os.close(fichier)
