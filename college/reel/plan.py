"""The events of all séances in one order of instants. Pure.

Each séance is proposed three weeks before, convened with more than seven clear days (CDLD L1122-13), its
projects published with more than five (L3221-4), held, finished two days later, its minutes approved, its
acts signed, published and sent to the tutelle within fifteen days (L3132-1). Communes do not wait for each
other: what falls on one day may be done side by side, but no day begins before the one before it is done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from college.horloge import BRUXELLES
from college.reel.lecture import AgendaReel

# stage, days from the séance, hour of that day (None: the hour of the séance, plus the minutes)
ETAPES: tuple[tuple[str, int, time | None, int], ...] = (
    ("proposer", -21, time(9, 0), 0),
    ("valider", -16, time(10, 0), 0),
    ("inscrire", -13, time(11, 0), 0),
    ("convoquer", -11, time(12, 0), 0),
    ("publier_projets", -8, time(13, 0), 0),
    ("tenir", 0, None, 0),
    ("lever", 0, None, 150),
    ("arreter", 2, time(9, 0), 0),
    ("documents", 2, time(10, 0), 0),
    ("approuver_pv", 5, time(9, 0), 0),
    ("signer", 6, time(9, 0), 0),
    ("publier", 7, time(9, 0), 0),
    ("envoyer", 8, time(9, 0), 0),
    ("rechercher", 9, time(9, 0), 0),
    ("suivre", 12, time(9, 0), 0),
)


@dataclass(frozen=True, order=True)
class Evenement:
    """One stage of one séance at one instant; `rang` is the séance's place in the list."""

    instant: datetime
    rang: int
    etape: str

    @property
    def jour(self) -> date:
        """The civil day in Belgium."""
        return self.instant.astimezone(BRUXELLES).date()


def evenements(agendas: Iterable[AgendaReel]) -> list[Evenement]:
    """All the stages of all the séances, in the order in which a clock that only goes forward meets them."""
    return sorted(
        Evenement(_instant(agenda, jours, heure, minutes) + timedelta(seconds=rang), rang, etape)
        for rang, agenda in enumerate(agendas)
        for etape, jours, heure, minutes in ETAPES
    )


def _instant(agenda: AgendaReel, jours: int, heure: time | None, minutes: int) -> datetime:
    jour = agenda.jour + timedelta(days=jours)
    local = datetime.combine(jour, heure or agenda.heure, tzinfo=BRUXELLES)
    return (local + timedelta(minutes=minutes)).astimezone(UTC)


def prochain(restants: Sequence[Evenement], en_cours: Collection[Evenement]) -> Evenement | None:
    """What may begin while `en_cours` goes on: the same day, and a séance whose former stage is over; None: wait."""
    jour = min(evenement.jour for evenement in (*restants[:1], *en_cours))
    occupees = {evenement.rang for evenement in en_cours}
    for evenement in restants:
        if evenement.jour > jour:
            return None
        if evenement.rang not in occupees:
            return evenement
    return None
