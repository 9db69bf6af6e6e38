"""The background work has a process of its own, beside the web one: indexing takes no time from a live séance.

Both are forked by the server's arbiter, from one application: they share its pages and its clock. A commit of the web
process pulls the `cordon` and the other looks at once; the bells that the other rings come back the same way. Killed,
it is started again within a second or two, and leases give its work back. When the arbiter dies, it leaves by itself.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import NoReturn

from college import fond, memoire, presence, processus, sante, transaction
from college.cordon import Cordon
from college.seances.sonnette import lire, sonnette
from college.settings import Settings

NOM = b"college-fond"  # in `ps`, beside the web process
VEILLE = 1.0  # seconds between two looks at the arbiter, and between two starts
MENAGE = 20.0
ARRET = "Le travail de fond s’est arrêté, il redémarre : ce qui reste à faire attend dans la base."

trace = logging.getLogger(__name__)


class Coulisse:
    """What the arbiter keeps alive, and how the web process is bound to it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._cordon = Cordon()
        self._pid = 0
        self._pas_avant = 0.0

    def assurer(self, quitter: Callable[[], None]) -> None:
        """In the arbiter: start it where it is not running. `quitter` lets go, in the child, of what is not its own."""
        if self._vit() or time.monotonic() < self._pas_avant:
            return
        if self._pid:
            trace.error("The background process %s has ended: another one takes over", self._pid)
        self._pas_avant = time.monotonic() + VEILLE
        arbitre = os.getpid()
        with presence.tenir(self._settings.data_dir):
            self._pid = os.fork()
            if self._pid == 0:
                quitter()
                self._jouer(arbitre)

    def prevenir(self) -> None:
        """In the arbiter: ask it to finish what it has in hand, then leave."""
        if self._vit():
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGTERM)

    def finir(self, echeance: float) -> None:
        """In the arbiter: wait for it until that instant (monotonic), then no longer."""
        while self._vit():
            if time.monotonic() >= echeance:
                with suppress(ProcessLookupError, ChildProcessError):  # it has just ended, and the arbiter was told
                    os.kill(self._pid, signal.SIGKILL)
                    os.waitpid(self._pid, 0)
            time.sleep(0.02)
        self._pid = 0

    def servir_le_web(self) -> None:
        """In the web process: each commit that leaves something to do wakes the other; what it rings is heard here."""
        transaction.apres_commit(self._cordon.tirer)
        sante.EPREUVES["fond"] = _epreuve
        threading.Thread(target=self._ecouter, name="coulisse", daemon=True).start()

    def _vit(self) -> bool:
        """Only of our own child: its number cannot have become another's."""
        try:
            return self._pid != 0 and os.waitpid(self._pid, os.WNOHANG)[0] == 0
        except ChildProcessError:  # the arbiter, which waits for every child, was told first
            return False

    def _ecouter(self) -> None:
        menage = time.monotonic() + MENAGE
        while True:
            for ligne in self._cordon.entendre(MENAGE):
                sonnette.sonner(*lire(ligne))
            if time.monotonic() >= menage:
                memoire.rendre()
                menage = time.monotonic() + MENAGE

    def _jouer(self, arbitre: int) -> NoReturn:
        """In the child: the whole life of the process. Whatever happens, the arbiter's own code is not gone back to."""
        try:
            processus.nommer(NOM)
            self._travailler(arbitre)
        except Exception:
            trace.exception("The background process could not go on")
            sys.exit(1)
        sys.exit(0)

    def _travailler(self, arbitre: int) -> None:
        demandes: list[int] = []

        def arreter(numero: int, _cadre: FrameType | None) -> None:
            demandes.append(numero)
            self._cordon.tirer()

        _ecouter_les_signaux(arreter)
        sonnette.abonner(lambda seance, coup: self._cordon.dire(coup.ligne(seance)))
        travail = fond.demarrer(self._settings)
        while not demandes and os.getppid() == arbitre:
            if self._cordon.attendre(VEILLE):
                transaction.reveiller()
        travail.arreter()


def _epreuve(settings: Settings) -> str | None:
    return None if presence.tenue(settings.data_dir) else ARRET


def _ecouter_les_signaux(arreter: Callable[[int, FrameType | None], None]) -> None:
    """Those of the arbiter are forgotten; a reload of the web process is none of ours."""
    for numero in (signal.SIGCHLD, signal.SIGUSR1, signal.SIGUSR2, signal.SIGTTIN, signal.SIGTTOU, signal.SIGWINCH):
        signal.signal(numero, signal.SIG_DFL)
    for numero in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT):
        signal.signal(numero, arreter)
    signal.signal(signal.SIGHUP, lambda *_: None)
