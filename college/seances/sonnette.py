"""The bell of live screens: who waits for a séance is told that its revision changed, and nothing else.

Fed after the commit, in this process: a screen that hears the bell asks the server as polling does, so a
missed bell only costs a few seconds. Nothing is queued: a listener reads the last revision.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Condition, Lock

from sqlalchemy import event
from sqlalchemy.orm import Session

PLACES = 400  # streams at once; each holds a thread of the server beside those of the pages
PAS = 0.05  # bells closer than this are heard as one
SILENCE = 15.0  # a comment keeps proxies awake and finds out who left
DUREE = 300.0  # then the browser comes back, and its right is asked again
A_SONNER = "seances_a_sonner"


class Complet(Exception):
    """Every place is taken: the screen polls."""


class Sonnette:
    """The last revision of each séance, and those who wait for the next."""

    def __init__(self, places: int = PLACES) -> None:
        self._places = places
        self._pris = 0
        self._verrou = Lock()
        self._revisions: dict[int, int] = {}
        self._attentes: dict[int, Condition] = {}

    def oublier(self) -> None:
        """Another database, other séances: what was rung before means nothing."""
        self._revisions.clear()

    @property
    def pris(self) -> int:
        """How many streams are open."""
        return self._pris

    def sonner(self, seance: int, revision: int) -> None:
        """A change of this séance was committed."""
        attente = self._attente(seance)
        with attente:
            self._revisions[seance] = max(revision, self._revisions.get(seance, -1))
            attente.notify_all()

    def attendre(self, seance: int, depuis: int, delai: float) -> int:
        """The revision of the séance, as soon as it passes `depuis`, or after the delay."""
        attente = self._attente(seance)
        with attente:
            attente.wait_for(lambda: self._revisions.get(seance, -1) > depuis, delai)
            return max(depuis, self._revisions.get(seance, -1))

    def _attente(self, seance: int) -> Condition:
        with self._verrou:
            return self._attentes.setdefault(seance, Condition())

    def ecouter(self, seance: int, revision: int, duree: float = DUREE) -> Iterator[str]:
        """The stream of one screen. Raises Complet at once when every place is taken."""
        with self._verrou:
            if self._pris >= self._places:
                raise Complet
            self._pris += 1
        return self._suivre(seance, revision, duree)

    def _suivre(self, seance: int, revision: int, duree: float) -> Iterator[str]:
        fin = time.monotonic() + duree
        try:
            yield f"retry: 1000\n{_message(revision)}"
            while (reste := fin - time.monotonic()) > 0:
                nouvelle = self.attendre(seance, revision, min(SILENCE, reste))
                yield _message(nouvelle) if nouvelle > revision else ": là\n\n"
                revision = nouvelle
                time.sleep(PAS)
        finally:
            with self._verrou:
                self._pris -= 1


def _message(revision: int) -> str:
    return f'id: {revision}\ndata: {{"revision": {revision}}}\n\n'


sonnette = Sonnette()


def prevenir(session: Session, seance: int, revision: int) -> None:
    """Ring when this unit of work is committed; never if it is rolled back."""
    if A_SONNER not in session.info:
        session.info[A_SONNER] = {}
        event.listen(session, "after_commit", _apres_commit)
    session.info[A_SONNER][seance] = revision


def _apres_commit(session: Session) -> None:
    for seance, revision in session.info.pop(A_SONNER, {}).items():
        sonnette.sonner(seance, revision)
