"""The one writer of the streams of a process: hundreds of screens, one thread, no queue.

Each stroke is written to all at once; a screen whose buffer is full gets the last stroke when it has room again.
"""

from __future__ import annotations

import logging
import random
import resource
import selectors
import socket
import time
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock, Thread

from sqlalchemy.exc import SQLAlchemyError

from college.organisation.temoins import Temoin
from college.seances import veille
from college.seances.sonnette import DUREE, PAS, SILENCE, VIGIE, Coup, Sonnette, premier, sonnette
from college.transaction import lecture

trace = logging.getLogger(__name__)

RESERVE = 256  # open files left to the rest of the process
PLAFOND = 4000


@dataclass(eq=False)
class Ecoute:
    """One screen: its socket, its séance, what it was told, what is still to write."""

    prise: socket.socket
    seance: int
    revision: int
    fin: float
    temoin: Temoin | None = None
    reste: bytes = b""
    attend: bool = False
    ecrit_le: float = field(default_factory=time.monotonic)


class Carillon:
    """The one writer of a process. Started with the first stream, after the fork."""

    def __init__(self, cloche: Sonnette) -> None:
        self._cloche = cloche
        self._verrou = Lock()
        self._nouvelles: list[Ecoute] = []
        self._ecoutes: dict[int, set[Ecoute]] = {}
        self._sonnees: dict[int, float] = {}
        self._selecteur: selectors.BaseSelector | None = None
        self._places = min(PLAFOND, max(16, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - RESERVE))
        self._pris = 0
        cloche.abonner(lambda _seance, _coup: self._reveiller())

    @property
    def pris(self) -> int:
        """How many streams are open here."""
        return self._pris

    def accueillir(
        self, prise: socket.socket, seance: int, revision: int, entete: bytes, temoin: Temoin | None = None
    ) -> None:
        """Take a connection over: its head, the revision of now, then each stroke, for as long as `temoin` holds."""
        prise.setblocking(False)
        fin = time.monotonic() + DUREE * random.uniform(0.8, 1.2)  # noqa: S311 - they must not all come back at once
        ecoute = Ecoute(prise, seance, revision, fin, temoin, entete + premier(revision).encode())
        with self._verrou:
            self._nouvelles.append(ecoute)
            self._pris += 1
            if self._selecteur is None:
                self._demarrer()
        self._reveiller()

    @property
    def complet(self) -> bool:
        """No place is left: the screen polls."""
        return self._pris >= self._places

    def rompre(self) -> None:
        """Close every stream: each screen comes back and reads the truth."""
        with self._verrou:
            for ecoutes in self._ecoutes.values():
                for ecoute in ecoutes:
                    ecoute.fin = 0
        self._reveiller()

    def _demarrer(self) -> None:
        self._selecteur = selectors.DefaultSelector()
        self._sonneur, self._reveil = socket.socketpair()
        self._sonneur.setblocking(False)
        self._reveil.setblocking(False)
        self._selecteur.register(self._reveil, selectors.EVENT_READ)
        Thread(target=self._tourner, args=(self._selecteur,), name="flux-seances", daemon=True).start()
        Thread(target=self._monter_la_garde, name="flux-droits", daemon=True).start()

    def _monter_la_garde(self) -> None:
        while True:
            time.sleep(VIGIE)
            try:
                self.fermer_les_perdus()
            except SQLAlchemyError as erreur:  # the database is away: asked again in a moment
                trace.warning("The rights of the streams could not be read: %s", erreur)

    def fermer_les_perdus(self) -> None:
        """Those whose session, rights or séance are no longer what let them in; they may come back."""
        with self._verrou:
            suivis = {e: (e.temoin, e.seance) for lot in self._ecoutes.values() for e in lot if e.temoin}
        if not suivis:
            return
        with lecture():
            perdus = veille.perdus(set(suivis.values()))
        for ecoute, suivi in suivis.items():
            if suivi in perdus:
                ecoute.fin = 0
        self._reveiller()

    def _reveiller(self) -> None:
        if self._selecteur is not None:
            with suppress(BlockingIOError):  # it is being woken already
                self._sonneur.send(b"!")

    def _tourner(self, selecteur: selectors.BaseSelector) -> None:
        delai = SILENCE
        while True:
            for cle, evenements in selecteur.select(delai):
                if cle.data is None:
                    self._reveil.recv(4096)
                elif evenements & selectors.EVENT_READ and self._partie(cle.data):
                    self._fermer(cle.data)
                elif evenements & selectors.EVENT_WRITE:
                    self._ecrire(cle.data, b"")
            self._accueillir_nouvelles(selecteur)
            delai = self._sonner()

    def _accueillir_nouvelles(self, selecteur: selectors.BaseSelector) -> None:
        with self._verrou:
            nouvelles, self._nouvelles = self._nouvelles, []
            for ecoute in nouvelles:
                self._ecoutes.setdefault(ecoute.seance, set()).add(ecoute)
        for ecoute in nouvelles:
            selecteur.register(ecoute.prise, selectors.EVENT_READ, ecoute)
            self._ecrire(ecoute, b"")

    def _sonner(self) -> float:
        """Tell those who are behind; returns how long nothing else is due."""
        maintenant, delai = time.monotonic(), SILENCE
        for seance, ecoutes in list(self._ecoutes.items()):
            coup = self._cloche.dernier(seance)
            attente = self._sonnees.get(seance, 0) + PAS - maintenant
            en_retard = [e for e in ecoutes if e.revision < coup.revision]
            if en_retard and attente > 0:
                delai = min(delai, attente)
            elif en_retard:
                self._sonnees[seance] = maintenant
                self._dire(en_retard, coup)
            delai = min(delai, self._veiller(list(ecoutes), maintenant))
        return delai

    def _dire(self, ecoutes: list[Ecoute], coup: Coup) -> None:
        message = coup.message.encode()
        for ecoute in ecoutes:
            if not ecoute.reste:  # a slow screen gets the last stroke once it has taken what it was sent
                ecoute.revision = coup.revision
                self._ecrire(ecoute, message)

    def _veiller(self, ecoutes: list[Ecoute], maintenant: float) -> float:
        """Those who have heard nothing for a while, those whose time is over."""
        delai = SILENCE
        for ecoute in ecoutes:
            if maintenant >= ecoute.fin:
                self._fermer(ecoute)
            elif maintenant - ecoute.ecrit_le >= SILENCE and not ecoute.reste:
                self._ecrire(ecoute, ": là\n\n".encode())
            delai = min(delai, max(0.01, ecoute.fin - maintenant))
        return delai

    def _ecrire(self, ecoute: Ecoute, message: bytes) -> None:
        ecoute.reste += message
        ecoute.ecrit_le = time.monotonic()
        try:
            with suppress(BlockingIOError):  # its buffer is full: the selector says when there is room
                ecoute.reste = ecoute.reste[ecoute.prise.send(ecoute.reste) :]
        except OSError:
            self._fermer(ecoute)
            return
        if self._selecteur is not None and ecoute.attend != bool(ecoute.reste):
            ecoute.attend = bool(ecoute.reste)
            voulus = selectors.EVENT_READ | (selectors.EVENT_WRITE if ecoute.attend else 0)
            self._selecteur.modify(ecoute.prise, voulus, ecoute)

    def _partie(self, ecoute: Ecoute) -> bool:
        """A screen says nothing on its stream: what is read is its leaving."""
        try:
            return not ecoute.prise.recv(4096)
        except BlockingIOError:
            return False
        except OSError:
            return True

    def _fermer(self, ecoute: Ecoute) -> None:
        ecoutes = self._ecoutes.get(ecoute.seance, set())
        if ecoute not in ecoutes:
            return
        with self._verrou:
            ecoutes.discard(ecoute)
            self._pris -= 1
            if not ecoutes:
                self._ecoutes.pop(ecoute.seance, None)
        if self._selecteur is not None:
            self._selecteur.unregister(ecoute.prise)
        ecoute.prise.close()


carillon = Carillon(sonnette)
