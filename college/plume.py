"""The one pen of a SQLite file: threads wait for each other on a lock, processes on a file beside the base.

SQLite's own waiting is a poll that sleeps longer and longer, without order: one of many writers may starve, and a
server whose background work is another process would lose milliseconds at each meeting. The system frees the file of
a process that dies.
"""

from __future__ import annotations

import fcntl
import os
import threading
import weakref
from pathlib import Path
from types import TracebackType


class Plume:
    """Held by one thread of one process at a time."""

    def __init__(self, base: Path) -> None:
        self._chemin = base.with_name(base.name + "-plume")
        self._fils = threading.Lock()
        self._fichier: int | None = None

    def __enter__(self) -> None:
        self._fils.acquire()
        try:
            if self._fichier is None:
                self._fichier = os.open(self._chemin, os.O_RDWR | os.O_CREAT, 0o600)
                weakref.finalize(self, os.close, self._fichier)
            fcntl.flock(self._fichier, fcntl.LOCK_EX)
        except BaseException:
            self._fils.release()
            raise

    def __exit__(
        self, exc_type: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if self._fichier is not None:
                fcntl.flock(self._fichier, fcntl.LOCK_UN)
        finally:
            self._fils.release()
