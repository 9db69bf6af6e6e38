"""The six ways in which a road fails, done for real on the socket."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from enum import StrEnum
from random import Random
from typing import Any


class Panne(StrEnum):
    """A fault, and whether the work was done before it."""

    ERREUR_500 = "erreur_500"  # nothing done
    INDISPONIBLE_503 = "indisponible_503"  # nothing done
    RST_AVANT = "rst_avant"  # cut before the work
    CALAGE = "calage"  # answers, and does the work, after the caller has gone
    TRONQUE = "tronque"  # done, half an answer
    RST_APRES = "rst_apres"  # done, cut before the receipt leaves


Tirage = Callable[[str, str], Panne | None]
"""(method, idempotency key or path) -> the fault of this call."""


def aucune(methode: str, cle: str) -> Panne | None:
    """A road that never fails."""
    return None


def chacune_une_fois() -> Tirage:
    """The scenario « panne »: every file meets the six faults, in order, then passes."""
    restantes: dict[str, deque[Panne]] = defaultdict(lambda: deque(Panne))
    verrou = threading.Lock()

    def tirer(methode: str, cle: str) -> Panne | None:
        with verrou:
            return restantes[cle].popleft() if methode == "POST" and restantes[cle] else None

    return tirer


def au_hasard(probabilite: float, graine: int) -> Tirage:
    """Any call fails with this probability, in any way; seeded."""
    des, verrou, choix = Random(graine), threading.Lock(), list(Panne)  # noqa: S311 - faults, not secrets

    def tirer(methode: str, cle: str) -> Panne | None:
        with verrou:
            return des.choice(choix) if des.random() < probabilite else None

    return tirer


def en_file(pannes: Iterable[Panne]) -> Tirage:
    """These faults, one a call, then none."""
    file = deque(pannes)

    def tirer(methode: str, cle: str) -> Panne | None:
        return file.popleft() if file else None

    return tirer


class AvecPannes:
    """A WSGI application that fails as drawn around another one. The probe and the journal never fail."""

    def __init__(self, application: Any, tirage: Tirage, calage: float) -> None:
        self.application, self.tirage, self.calage = application, tirage, calage

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        chemin = environ["PATH_INFO"]
        if chemin in ("/v1/etat", "/v1/journal"):
            return self.application(environ, start_response)
        panne = self.tirage(environ["REQUEST_METHOD"], environ.get("HTTP_IDEMPOTENCY_KEY", chemin))
        environ["simulateur.panne"] = panne
        if panne in (Panne.ERREUR_500, Panne.INDISPONIBLE_503):
            return _repondre(panne, start_response)
        if panne is Panne.RST_AVANT:
            _couper(environ)
        if panne is Panne.CALAGE:
            time.sleep(self.calage)
        if panne in (Panne.TRONQUE, Panne.RST_APRES):
            return self._gacher(panne, environ, start_response)
        return self.application(environ, start_response)

    def _gacher(self, panne: Panne, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        tete: list[Any] = []
        corps = b"".join(self.application(environ, lambda *args: tete.extend(args)))
        if panne is Panne.RST_APRES:
            _couper(environ)
        start_response(tete[0], tete[1])  # the Content-Length still tells the whole
        return [corps[: len(corps) // 2]]


def _repondre(panne: Panne, start_response: Any) -> Iterable[bytes]:
    statut = "500 INTERNAL SERVER ERROR" if panne is Panne.ERREUR_500 else "503 SERVICE UNAVAILABLE"
    start_response(statut, [("Content-Type", "text/plain"), ("Content-Length", "5")])
    return [b"panne"]


def _couper(environ: dict[str, Any]) -> None:
    """Send a TCP reset: linger zero, then close the descriptor under the server's feet."""
    prise: socket.socket = environ["werkzeug.socket"]
    prise.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.close(prise.detach())
    raise ConnectionResetError("simulated fault")
