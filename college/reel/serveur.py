"""The processes of the reel: the application and the simulated authority, on free ports, always stopped."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import httpx

DEMARRAGE = 180.0


class Horloge:
    """The clock file that the server reads; the reel turns it forward."""

    def __init__(self, fichier: Path, depart: datetime) -> None:
        self.fichier = fichier
        self._dit = depart
        fichier.parent.mkdir(parents=True, exist_ok=True)
        self.avancer(depart)

    def avancer(self, instant: datetime) -> None:
        """Write the instant whole (the server may read at any moment), and never an earlier one."""
        self._dit = max(self._dit, instant)
        provisoire = self.fichier.with_suffix(".tmp")
        provisoire.write_text(self._dit.isoformat())
        provisoire.replace(self.fichier)

    @property
    def reglage(self) -> str:
        """The value of COLLEGE_HORLOGE."""
        return f"fichier:{self.fichier.absolute()}"


def environnement(donnees: Path, horloge: Horloge, etutelle_url: str = "") -> dict[str, str]:
    """The settings of the reel's own installation."""
    return {
        "COLLEGE_DATA_DIR": str(donnees.absolute()),
        "COLLEGE_DATABASE_URL": "",
        "COLLEGE_REDIS_URL": "",
        "COLLEGE_DEMO": "0",
        "COLLEGE_ENV": "developpement",
        "COLLEGE_HORLOGE": horloge.reglage,
        "COLLEGE_ETUTELLE": "etutelle_http",
        "COLLEGE_ETUTELLE_URL": etutelle_url,
        "COLLEGE_COURRIEL_URL": "",
    }


def port_libre() -> int:
    """A free port of this machine."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


@contextmanager
def processus(commande: list[str], environ: dict[str, str], journal: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`college COMMANDE` in the background, its output in `journal`, stopped at the end."""
    with journal.open("wb") as sortie:
        lance = subprocess.Popen(  # noqa: S603 - our own command line
            [sys.executable, "-m", "college", *commande],
            env={**os.environ, **environ},
            stdout=sortie,
            stderr=subprocess.STDOUT,
        )
        try:
            yield lance
        finally:
            lance.terminate()
            try:
                lance.wait(20)
            except subprocess.TimeoutExpired:
                lance.kill()
                lance.wait()


def attendre(url: str, lance: subprocess.Popen[bytes], journal: Path) -> None:
    """Until the address answers. Raises RuntimeError with the end of the log if the process dies."""
    limite = time.monotonic() + DEMARRAGE
    while time.monotonic() < limite:
        if lance.poll() is not None:
            break
        try:
            httpx.get(url, timeout=2)
            return
        except httpx.HTTPError:
            time.sleep(0.1)
    fin = journal.read_text(errors="replace")[-2000:]
    raise RuntimeError(f"Le serveur ne répond pas à {url}.\n{fin}")
