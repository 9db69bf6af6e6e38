"""The bell across processes: each listens to the database, which carries the strokes with their commit.

A connection of its own (LISTEN), taken when the first stream opens. After a cut, strokes were missed: every stream is
closed, and each screen comes back half a second later to read the truth.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

from sqlalchemy import Engine

from college.seances.sonnette import CANAL, Coup, lire

ESSAI = 1.0
BATTEMENT = 5.0
trace = logging.getLogger(__name__)


class Relais:
    """One thread that hears what other processes commit."""

    def __init__(self, moteur: Engine, sonner: Callable[[int, Coup], None], rompre: Callable[[], None]) -> None:
        adresse = moteur.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._adresse, self._sonner, self._rompre = adresse, sonner, rompre
        # psycopg, which the engine has loaded: on SQLite nobody pays its 6 MB.
        self._psycopg: Any = moteur.dialect.dbapi
        self._fini = Event()
        self.pret = Event()
        Thread(target=self._tourner, name="relais-seances", daemon=True).start()

    def arreter(self) -> None:
        """No more news from this database."""
        self._fini.set()

    def _tourner(self) -> None:
        coupe = False
        while not self._fini.is_set():
            try:
                with self._psycopg.connect(self._adresse, autocommit=True) as connexion:
                    connexion.execute(f"LISTEN {CANAL}")
                    if coupe:
                        self._rompre()
                    self.pret.set()
                    self._ecouter(connexion)
            except self._psycopg.Error as erreur:
                coupe = True
                trace.warning("The bell of the other processes is cut: %s", erreur)
                self._fini.wait(ESSAI)

    def _ecouter(self, connexion: Any) -> None:
        while not self._fini.is_set():
            for avis in connexion.notifies(timeout=BATTEMENT):
                self._sonner(*lire(avis.payload))
            connexion.execute("SELECT 1")  # a server that went away without a word is found out
