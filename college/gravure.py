"""One fsync for all the commits that wait for it: an acknowledged write survives a power cut, and costs little.

SQLite in WAL with `synchronous=FULL` flushes the log inside each commit, one after the other, while every other
writer waits for its turn. Here the commits follow each other without a flush (`synchronous=NORMAL`: the file is
never corrupt), and the threads then wait together, outside the turn, for a flush that began after their commit.
Forty-five ballots of the same instant share two or three flushes of 5 ms. Same idea as PostgreSQL's group commit.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

_vider: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)


class Gravure:
    """The flushes of one log file, shared by the threads of this process (and useful to the other ones)."""

    def __init__(self, vider: Callable[[], None]) -> None:
        self._vider = vider
        self._tour = threading.Condition()
        self._en_cours = False
        self._demandes = self._graves = 0

    def attendre(self) -> None:
        """Return once a flush that began after this call has ended. Raises what the flush raises (OSError)."""
        with self._tour:
            self._demandes += 1
            mien = self._demandes
            while self._en_cours and self._graves < mien:
                self._tour.wait()
            if self._graves >= mien:
                return
            self._en_cours, jusque = True, self._demandes
        try:
            self._vider()
        except BaseException:
            jusque = 0
            raise
        finally:
            with self._tour:
                self._en_cours, self._graves = False, max(self._graves, jusque)
                self._tour.notify_all()


class JournalSqlite:
    """Flush the write-ahead log of a SQLite file, and its name in the folder the first time that it is seen."""

    def __init__(self, base: Path) -> None:
        self._journal = base.with_name(base.name + "-wal")
        self._connu = 0

    def __call__(self) -> None:
        """A log that is gone was copied whole into the file, flushed, by the connection that closed last."""
        try:
            descripteur = os.open(self._journal, os.O_RDONLY)  # SQLite holds no POSIX lock on this file
        except FileNotFoundError:
            return
        try:
            _vider(descripteur)
            inode = os.fstat(descripteur).st_ino
        finally:
            os.close(descripteur)
        if inode != self._connu:
            self._inscrire_au_dossier()
            self._connu = inode

    def _inscrire_au_dossier(self) -> None:
        dossier = os.open(self._journal.parent, os.O_RDONLY)
        try:
            os.fsync(dossier)
        finally:
            os.close(dossier)
