"""A séance as live screens read it: loaded once a revision, then shared by all who follow.

Each vote wakes hundreds of screens at once; what they show is the same séance at the same revision. The rows are
detached and complete: nobody changes them, nothing more is read through them. What belongs to one person (may he
read this line, what did he vote) is asked for that person, never kept here.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import select

from college.droits import Acteur
from college.erreurs import Introuvable
from college.seances import requetes
from college.seances.modele import Seance
from college.seances.releve import Releve
from college.transaction import unite

FRAICHEUR = 2.0  # seconds: settings of the organe and names change without a new revision
GARDES = 8


@dataclass
class Cliche:
    """One séance at one revision, and the pieces of page already made from it."""

    seance: Seance
    releve: Releve
    revision: int
    pris: float
    rendus: dict[Hashable, bytes] = field(default_factory=dict)

    def rendre(self, cle: Hashable, faire: Callable[[], str]) -> bytes:
        """The piece of that name, made once. Only what is the same for all who have the same key."""
        if (octets := self.rendus.get(cle)) is None:
            octets = self.rendus[cle] = faire().encode()
        return octets


class Cliches:
    """The last snapshot of the séances that are followed; one thread loads, the others wait for it."""

    def __init__(self) -> None:
        self._gardes: OrderedDict[int, Cliche] = OrderedDict()
        self._verrou = Lock()

    def oublier(self) -> None:
        """Another database."""
        self._gardes.clear()

    def lire(self, acteur: Acteur, seance_id: int) -> Cliche:
        """The séance at its present revision, or Introuvable for who may not follow it. Reading units only."""
        return self._tenir(seance_id, requetes.revision(acteur, seance_id))

    def depuis(self, acteur: Acteur, seance_id: int, connue: int) -> Cliche | None:
        """The same, or None for a screen that shows it already: then one light statement was all."""
        revision = requetes.revision(acteur, seance_id)
        return None if connue >= revision else self._tenir(seance_id, revision)

    def _tenir(self, seance_id: int, revision: int) -> Cliche:
        with self._verrou:
            cliche = self._gardes.get(seance_id)
            if cliche is None or cliche.revision < revision or time.monotonic() - cliche.pris > FRAICHEUR:
                cliche = self._gardes[seance_id] = _prendre(seance_id)
            self._gardes.move_to_end(seance_id)
            while len(self._gardes) > GARDES:
                self._gardes.popitem(last=False)
        return cliche


def _prendre(seance_id: int) -> Cliche:
    pris = time.monotonic()
    seance = unite().scalar(select(Seance).where(Seance.id == seance_id))
    if seance is None:
        raise Introuvable()
    requetes.charger_lignes(seance)
    releve = Releve(seance)
    unite().expunge_all()
    return Cliche(seance, releve, seance.revision, pris)


cliches = Cliches()
