"""The lane of the streams: three hundred screens that come back together never stand before a form.

A thread of the server reads the head of the request and no more: it leaves the connection here, where two threads open
the streams one after the other. Only a server that lends its sockets has a lane (see `flux`).
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable
from contextlib import closing
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from werkzeug import Response

from college.seances.flux import emprunter, entete
from college.seances.sonnette import Complet

ADRESSE = "/direct/flux"
FILS = 2  # one may wait for the database
LONGUEUR = 500  # streams that wait here
DELAI = 5.0  # seconds for a screen to take a refusal
trace = logging.getLogger(__name__)


class Voie:
    """The application, with the openings of streams apart. Its threads start with the first stream, after the fork."""

    def __init__(self, application: Callable[..., Any]) -> None:
        self._application = application
        self._attente: SimpleQueue[tuple[socket.socket, dict[str, Any]]] = SimpleQueue()
        self._verrou = Lock()
        self._lancee = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """A stream leaves with its connection; everything else passes."""
        if not environ["PATH_INFO"].endswith(ADRESSE) or (prise := self._prendre(environ)) is None:
            return self._application(environ, start_response)
        self._attente.put((prise, environ | {"gunicorn.socket": prise}))
        self._lancer()
        raise StopIteration  # gunicorn then forgets the connection

    def _prendre(self, environ: dict[str, Any]) -> socket.socket | None:
        """The connection, unless the lane or the places are full: the thread of the request then says so."""
        try:
            return emprunter(environ) if self._attente.qsize() < LONGUEUR else None
        except Complet:
            return None

    def _lancer(self) -> None:
        with self._verrou:
            if not self._lancee:
                for _ in range(FILS):
                    Thread(target=self._tourner, name="voie-des-flux", daemon=True).start()
            self._lancee = True

    def _tourner(self) -> None:
        while True:
            prise, environ = self._attente.get()
            with closing(prise):
                try:
                    self._ouvrir(prise, environ)
                except OSError as erreur:
                    trace.debug("A screen left before its stream opened: %s", erreur)
                except Exception:  # the next screens still have to be let in
                    trace.exception("A stream could not be opened.")

    def _ouvrir(self, prise: socket.socket, environ: dict[str, Any]) -> None:
        """The stream takes the connection over; a refusal is written here, then the connection closed."""
        try:
            reponse = Response.from_app(self._application, environ, buffered=True)
        except StopIteration:
            return
        prise.settimeout(DELAI)
        prise.sendall(entete(reponse) + reponse.get_data())
