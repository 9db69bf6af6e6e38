"""The bell of live screens: who waits for a séance is told that its revision changed, and little else.

Fed after the commit. A screen that hears the bell asks the server as polling does, so a missed bell only costs a
few seconds. A public ballot changes one number on the screens, how many have voted: the bell then says it, so that
forty-five votes do not make three hundred screens ask forty-five times. Nothing is queued: a listener reads the last
stroke. Other processes hear it through the database (`relais`); the one of the background work rings through a pipe.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from threading import Condition, Lock

from sqlalchemy import event, text
from sqlalchemy.orm import Session

PLACES = 8  # streams of a server that lends no socket: each then holds one of its threads, others poll
PAS = 0.05  # bells closer than this are heard as one
SILENCE = 15.0  # a comment keeps proxies awake and finds out who left
DUREE = 300.0  # then the browser comes back, and its right is asked again
VIGIE = 20.0  # how long a stream may outlive the session or the right that opened it
A_SONNER = "seances_a_sonner"
CANAL = "college_seances"
NOTIFIER = text("SELECT pg_notify(:canal, :charge)")


@dataclass(frozen=True)
class Coup:
    """One stroke. Since revision `depuis` only ballots came in on `scrutin`, which now counts `votants`."""

    revision: int
    scrutin: int | None = None
    votants: int = 0
    depuis: int | None = None

    def apres(self, precedent: Coup | None) -> Coup:
        """This stroke after the last one heard: a run of ballots is one longer run."""
        if self.scrutin is None:
            return self
        depuis = self.revision - 1
        if precedent and precedent.scrutin == self.scrutin and precedent.revision == depuis:
            depuis = precedent.depuis if precedent.depuis is not None else depuis
        return replace(self, depuis=depuis)

    @property
    def message(self) -> str:
        """As an event of the stream: the revision alone, or with the count."""
        corps = {"revision": self.revision} if self.scrutin is None else asdict(self)
        return f"id: {self.revision}\ndata: {json.dumps(corps)}\n\n"

    def ligne(self, seance: int) -> str:
        """As it travels to another process; `lire` reads it there."""
        return json.dumps([seance, self.revision, self.scrutin, self.votants])


def lire(ligne: str) -> tuple[int, Coup]:
    """The séance and the stroke that came from another process."""
    seance, revision, scrutin, votants = json.loads(ligne)
    return seance, Coup(revision, scrutin, votants)


class Complet(Exception):
    """Every place is taken: the screen polls."""


class Sonnette:
    """The last stroke of each séance, those who wait for the next, and the writers of streams."""

    def __init__(self, places: int = PLACES) -> None:
        self._places = places
        self._pris = 0
        self._verrou = Lock()
        self._coups: dict[int, Coup] = {}
        self._attentes: dict[int, Condition] = {}
        self._abonnes: list[Callable[[int, Coup], None]] = []

    def oublier(self) -> None:
        """Another database, other séances: what was rung before means nothing."""
        self._coups.clear()

    @property
    def pris(self) -> int:
        """How many streams hold a thread."""
        return self._pris

    def abonner(self, abonne: Callable[[int, Coup], None]) -> None:
        """Call this at each stroke."""
        self._abonnes.append(abonne)

    def sonner(self, seance: int, coup: Coup) -> None:
        """A change of this séance was committed, here or in another process (then it may be heard twice)."""
        attente = self._attente(seance)
        with attente:
            dernier = self._coups.get(seance)
            if dernier is not None and coup.revision <= dernier.revision:
                return
            coup = self._coups[seance] = coup.apres(dernier)
            attente.notify_all()
        for abonne in self._abonnes:
            abonne(seance, coup)

    def dernier(self, seance: int) -> Coup:
        """The last stroke heard."""
        return self._coups.get(seance, Coup(-1))

    def attendre(self, seance: int, depuis: int, delai: float) -> Coup:
        """The last stroke of the séance, as soon as its revision passes `depuis`, or after the delay."""
        attente = self._attente(seance)
        with attente:
            attente.wait_for(lambda: self.dernier(seance).revision > depuis, delai)
            return self.dernier(seance)

    def _attente(self, seance: int) -> Condition:
        with self._verrou:
            return self._attentes.setdefault(seance, Condition())

    def ecouter(
        self, seance: int, revision: int, duree: float = DUREE, tient: Callable[[], bool] = lambda: True
    ) -> Iterator[str]:
        """The stream of one screen, in the thread of its request, while `tient`. Raises Complet when every place is
        taken."""
        with self._verrou:
            if self._pris >= self._places:
                raise Complet
            self._pris += 1
        return self._suivre(seance, revision, duree, tient)

    def _suivre(self, seance: int, revision: int, duree: float, tient: Callable[[], bool]) -> Iterator[str]:
        fin = time.monotonic() + duree
        vu = time.monotonic()
        try:
            yield premier(revision)
            while (reste := fin - time.monotonic()) > 0:
                if time.monotonic() - vu >= VIGIE:
                    if not tient():
                        return
                    vu = time.monotonic()
                coup = self.attendre(seance, revision, min(SILENCE, reste))
                yield coup.message if coup.revision > revision else ": là\n\n"
                revision = max(revision, coup.revision)
                time.sleep(PAS)
        finally:
            with self._verrou:
                self._pris -= 1


def premier(revision: int) -> str:
    """What a stream opens with: come back after half a second if it is cut, and the revision of now."""
    return f"retry: 500\n{Coup(revision).message}"


sonnette = Sonnette()


def prevenir(session: Session, seance: int, coup: Coup) -> None:
    """Ring when this unit of work is committed; never if it is rolled back. What is no ballot wins."""
    if A_SONNER not in session.info:
        session.info[A_SONNER] = {}
        event.listen(session, "before_commit", _avant_commit)
        event.listen(session, "after_commit", _apres_commit)
    deja = session.info[A_SONNER].get(seance)
    seul_vote = deja is None or deja.scrutin == coup.scrutin
    session.info[A_SONNER][seance] = coup if seul_vote else Coup(coup.revision)


def _avant_commit(session: Session) -> None:
    """The other processes hear it with the commit itself: PostgreSQL keeps the news of who rolls back."""
    if session.get_bind().dialect.name == "postgresql":
        for seance, coup in session.info.get(A_SONNER, {}).items():
            session.execute(NOTIFIER, {"canal": CANAL, "charge": coup.ligne(seance)})


def _apres_commit(session: Session) -> None:
    for seance, coup in session.info.pop(A_SONNER, {}).items():
        sonnette.sonner(seance, coup)
