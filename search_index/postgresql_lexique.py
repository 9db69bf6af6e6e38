"""The vocabulary of a PostgreSQL index, kept in the process and completed by what is new."""

import threading

from sqlalchemy import Connection, select

from search_index.postgresql_tables import MOTS


class Lexique:
    def __init__(self, portee: str) -> None:
        self._portee = portee
        self._verrou = threading.Lock()
        self._mots: list[str] = []
        self._vus = 0

    def mots(self, connexion: Connection) -> list[str]:
        """Sorted. A word stays after its last card has gone: whoever suggests one checks that it is still found."""
        with self._verrou:
            nouveaux = connexion.execute(
                select(MOTS.c.rang, MOTS.c.mot)
                .where(MOTS.c.portee == self._portee, MOTS.c.rang > self._vus)
                .order_by(MOTS.c.rang)
            ).all()
            if nouveaux:
                self._vus = nouveaux[-1][0]
                self._mots = sorted({*self._mots, *(mot for _, mot in nouveaux)})
            return self._mots
