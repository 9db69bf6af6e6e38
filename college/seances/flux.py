"""The stream of one screen, and the connection that it takes from the web server.

gunicorn lends the socket of a request (`gunicorn.socket`). We keep the connection and leave a dead one in its place:
its thread is free again at once, so that hundreds of open streams never take the threads of the forms. A server that
lends nothing, or a connection in TLS or HTTP/2, keeps the stream in the thread of its request.
"""

from __future__ import annotations

import os
import socket
from functools import partial
from threading import Lock
from typing import Any

from flask import Response
from werkzeug import Response as WerkzeugResponse

from college import transaction
from college.organisation.temoins import Temoin
from college.seances import veille
from college.seances.carillon import carillon
from college.seances.relais import Relais
from college.seances.sonnette import Complet, sonnette

_verrou = Lock()
_relais: Relais | None = None


def ouvrir(seance: int, revision: int, temoin: Temoin) -> Flux:
    """The stream of a screen, for as long as `temoin` holds; the first of a process also listens to the others."""
    global _relais
    if _relais is None and transaction.moteur().dialect.name == "postgresql":
        with _verrou:
            _relais = _relais or Relais(transaction.moteur(), sonnette.sonner, carillon.rompre)
    return Flux(seance, revision, temoin)


def oublier() -> None:
    """Another database: other news."""
    global _relais
    with _verrou:
        if _relais is not None:
            _relais.arreter()
        _relais = None
    sonnette.oublier()


class Flux(Response):
    """The stream of one screen."""

    def __init__(self, seance: int, revision: int, temoin: Temoin) -> None:
        entetes = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        super().__init__(iter(()), mimetype="text/event-stream", headers=entetes)
        self._seance, self._revision, self._temoin = seance, revision, temoin

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """On a lent socket, leave with it; else write from here."""
        try:
            if (prise := emprunter(environ)) is not None:
                carillon.accueillir(prise, self._seance, self._revision, entete(self), self._temoin)
                raise StopIteration  # gunicorn then forgets the connection
            self.response = sonnette.ecouter(
                self._seance, self._revision, tient=partial(_tient, self._temoin, self._seance)
            )
        except Complet:
            self.status_code, self.headers["Retry-After"] = 503, "10"
        return super().__call__(environ, start_response)


def entete(reponse: WerkzeugResponse) -> bytes:
    """The head of an answer, as written on a connection that the server has lent."""
    lignes = [f"HTTP/1.1 {reponse.status}", *(f"{nom}: {valeur}" for nom, valeur in reponse.headers)]
    return "\r\n".join([*lignes, "Connection: close", "", ""]).encode("latin-1")


def _tient(temoin: Temoin, seance: int) -> bool:
    with transaction.lecture():
        return not veille.perdus([(temoin, seance)])


def emprunter(environ: Any) -> socket.socket | None:
    """The connection of this request, taken from the server: it closes a dead one in its place. Raises Complet."""
    lent = environ.get("gunicorn.socket")
    if type(lent) is not socket.socket or environ.get("SERVER_PROTOCOL") not in ("HTTP/1.0", "HTTP/1.1"):
        return None
    if carillon.complet:
        raise Complet
    prise = lent.dup()
    morte, autre = socket.socketpair()
    autre.close()
    os.dup2(morte.fileno(), lent.fileno())
    morte.close()
    return prise
