"""gunicorn, set from here: one web process with threads, and beside it the one of the background work (`coulisse`)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from college.commandes.illisible import Ouvrier
from college.coulisse import Coulisse
from college.seances.sonnette import PLACES
from college.settings import Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

NON_LU = 1 << 16  # what gunicorn reads and forgets before the next demand
FILS = 12  # more would only wait for each other: one interpreter works at a time


class Serveur(BaseApplication):
    """The application is made before the processes part: they share its pages."""

    def __init__(self, app: Flask, hote: str, pret: Callable[[], None]) -> None:
        self.app, self.hote, self.pret = app, hote, pret
        self.settings: Settings = app.extensions["college"]
        self.coulisse = Coulisse(self.settings) if self.settings.repartiteur else None
        super().__init__()

    def load_config(self) -> None:
        """One web process: SQLite and the live channel are its own."""
        options: dict[str, Any] = {
            "bind": f"{self.hote}:{self.settings.port}",
            "worker_class": Ouvrier,
            "workers": 1,
            "threads": FILS + PLACES,  # streams hold none, save on a connection that cannot be lent (TLS)
            "worker_connections": 2000,
            "timeout": 120,
            "graceful_timeout": 5,
            "keepalive": 5,
            "loglevel": "warning",
            "proc_name": "college",
            "control_socket_disable": True,  # a thread and a socket in the home folder, which nobody asked for
            "when_ready": lambda _arbitre: self.pret(),
            "post_worker_init": self._lier,
        }
        for nom, valeur in options.items():
            self.cfg.set(nom, valeur)

    def _lier(self, _ouvrier: Any) -> None:
        if self.coulisse:
            self.coulisse.servir_le_web()

    def load(self) -> WSGIApplication:
        """The application, made already."""
        return loyal(self.app)

    def run(self) -> None:
        """Serve until stopped."""
        Arbitre(self).run()


def loyal(app: WSGIApplication) -> WSGIApplication:
    """gunicorn hangs up where much of a refused body was left unread, having promised to keep the connection: the
    client's next demand would die. Here such a refusal says that it closes."""

    def repondre(environ: WSGIEnvironment, commencer: Any) -> Iterable[bytes]:
        gros = int(environ.get("CONTENT_LENGTH") or 0) >= NON_LU or "HTTP_TRANSFER_ENCODING" in environ

        def dire(statut: str, *suite: Any) -> Any:
            if gros and statut >= "4":
                commencer.__self__.force_close()
            return commencer(statut, *suite)

        return app(environ, dire)

    return repondre


class Arbitre(Arbiter):
    """gunicorn's, which also keeps the process of the background work: after the web one, at each of its turns."""

    def spawn_worker(self) -> Any:
        """The web process first: who looks for it finds the lowest number."""
        numero = super().spawn_worker()
        self._assurer()
        return numero

    def manage_workers(self) -> None:
        """Looked at when a child ends, and each second."""
        super().manage_workers()
        self._assurer()

    def stop(self, graceful: bool = True) -> None:
        """Both end together, within the same delay."""
        if self.app.coulisse is None:
            super().stop(graceful)
            return
        echeance = time.monotonic() + self.cfg.graceful_timeout
        self.app.coulisse.prevenir()
        super().stop(graceful)
        self.app.coulisse.finir(echeance)

    def _assurer(self) -> None:
        if self.app.coulisse is not None:
            self.app.coulisse.assurer(self._fermer_les_prises)

    def _fermer_les_prises(self) -> None:
        """A process that answers nobody must not keep the port."""
        for prise in self.LISTENERS:
            prise.close()
