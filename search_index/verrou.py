"""One writer at a time, between threads and between processes, without failing the one who waits."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search_index.base import IndexOccupe

ATTENTE = 30.0


@contextmanager
def verrou(chemin: Path, attente: float = ATTENTE) -> Iterator[None]:
    """Hold the lock file. The system frees it when its holder dies, so nothing has to be cleaned up."""
    limite = time.monotonic() + attente
    with chemin.open("a") as fichier:
        while not _prendre(fichier.fileno()):
            if time.monotonic() > limite:
                raise IndexOccupe("L’index est en cours d’écriture par un autre processus. Réessayez dans un instant.")
            time.sleep(0.02)
        yield


def _prendre(descripteur: int) -> bool:
    try:
        fcntl.flock(descripteur, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
