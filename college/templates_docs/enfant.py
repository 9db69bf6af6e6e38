"""The copies of a warm worker in which documents are made: forked, then limited; a dead one costs one document.

A fork costs a third of a délibération, so a copy that fills the house's own templates, or signs, serves again
until it has grown. One that met a commune's template, a stranger's file, a refusal or its limit never does.
"""

from __future__ import annotations

import os
import resource
import select
import signal
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn

from college.templates_docs import trame

Executer = Callable[[dict[str, Any], list[bytes]], tuple[bytes, bool]]
MAX_CROISSANCE = 64 << 10
"""Kilobytes that a copy may gain before it is replaced: it collects no garbage (see `chauffe`)."""
_SUITE = struct.Struct(">Q?")


class Arretee(Exception):
    """The copy gave no answer: out of time (`delai`), or dead."""

    def __init__(self, delai: bool) -> None:
        super().__init__()
        self.delai = delai


class Copie:
    """One forked copy of this process."""

    def __init__(self, executer: Executer) -> None:
        entree, self._vers = os.pipe()
        self._de, sortie = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            try:
                os.close(self._vers)
                os.close(self._de)
                _servir(executer, os.fdopen(entree, "rb"), os.fdopen(sortie, "wb"))
            finally:
                os._exit(1)
        os.close(entree)
        os.close(sortie)

    def demander(self, message: bytes, duree: float) -> tuple[bytes, bool]:
        """Its answer, and whether it may serve again. Raises Arretee."""
        echeance = time.monotonic() + duree
        try:
            _ecrire(self._vers, message)
            longueur, encore = _SUITE.unpack(self._lire(_SUITE.size, echeance))
            return self._lire(longueur, echeance), encore
        except OSError as rompu:
            raise Arretee(False) from rompu

    def _lire(self, nombre: int, echeance: float) -> bytes:
        morceaux = []
        while nombre:
            reste = echeance - time.monotonic()
            if reste <= 0 or not select.select([self._de], [], [], reste)[0]:
                raise Arretee(True)
            morceau = os.read(self._de, min(nombre, 1 << 20))
            if not morceau:
                raise Arretee(False)
            morceaux.append(morceau)
            nombre -= len(morceau)
        return b"".join(morceaux)

    def finir(self) -> bool:
        """End it; true if it had spent its processor seconds."""
        with suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.close(self._vers)
        os.close(self._de)
        _, statut = os.waitpid(self._pid, 0)
        return os.WIFSIGNALED(statut) and os.WTERMSIG(statut) == signal.SIGXCPU


def _ecrire(descripteur: int, octets: bytes) -> None:
    reste = memoryview(octets)
    while reste:
        reste = reste[os.write(descripteur, reste) :]


def _servir(executer: Executer, entree: BinaryIO, sortie: BinaryIO) -> NoReturn:
    """In the copy: one document after the other, until the other end closes."""
    depart = _memoire()

    def exactement(nombre: int) -> bytes:
        lu = entree.read(nombre)
        if len(lu) != nombre:
            os._exit(0)
        return lu

    while True:
        entete, blobs = trame.lire(exactement)
        _limiter(entete["limites"], entete["jetable"])
        reponse, sain = executer(entete, blobs)
        encore = sain and _memoire() - depart < MAX_CROISSANCE
        sortie.write(_SUITE.pack(len(reponse), encore))
        sortie.write(reponse)
        sortie.flush()


def _memoire() -> int:
    """The largest that this process has been, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def _limiter(limites: dict[str, Any], jetable: bool) -> None:
    """Processor seconds from now, memory, no core file; a copy for one document only cannot raise them again."""
    passe = resource.getrusage(resource.RUSAGE_SELF)
    deja = int(passe.ru_utime + passe.ru_stime) + 1
    for nom, valeur in ((resource.RLIMIT_CPU, deja + limites["cpu"]), (resource.RLIMIT_AS, limites["memoire"])):
        dure = resource.getrlimit(nom)[1]
        resource.setrlimit(nom, (_sous(valeur, dure), _sous(valeur + 5, dure) if jetable else dure))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _sous(valeur: int, plafond: int) -> int:
    return valeur if plafond == resource.RLIM_INFINITY else min(valeur, plafond)
