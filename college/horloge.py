"""The only clock. Law, numbers, publication and deadlines read it; sessions and leases do not.

All instants are aware and in UTC; they are shown and counted in Europe/Brussels.
Setting `COLLEGE_HORLOGE` (outside production): an ISO instant from which the clock starts and runs on,
or `fichier:CHEMIN`, a file holding one ISO instant, re-read at each call, forward only.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

BRUXELLES = ZoneInfo("Europe/Brussels")
ANNEES = (1800, 2199)
HORS_CALENDRIER = f"Écrivez une date entre {ANNEES[0]} et {ANNEES[1]}."

Source = Callable[[], datetime]


def systeme() -> datetime:
    """The machine's instant, in UTC."""
    return datetime.now(UTC)


def _instant(texte: str) -> datetime:
    lu = datetime.fromisoformat(texte.strip())
    return lu.replace(tzinfo=BRUXELLES).astimezone(UTC) if lu.tzinfo is None else lu.astimezone(UTC)


def depuis(texte: str) -> Source:
    """A clock that starts at the ISO instant `texte` and runs on."""
    depart, repere = _instant(texte), systeme()
    return lambda: depart + (systeme() - repere)


def fichier(chemin: Path) -> Source:
    """A clock held in a file: one ISO instant, re-read at each call, never going back."""
    dernier = _instant(chemin.read_text())

    def lire() -> datetime:
        nonlocal dernier
        try:
            dernier = max(dernier, _instant(chemin.read_text()))
        except (ValueError, FileNotFoundError):
            return dernier  # whoever rewrites the file empties or replaces it first: the clock waits
        return dernier

    return lire


def source(reglage: str) -> Source:
    """The clock that the setting names; empty means the machine's."""
    if not reglage:
        return systeme
    return fichier(Path(reglage.removeprefix("fichier:"))) if reglage.startswith("fichier:") else depuis(reglage)


def de_belgique(lu: datetime) -> datetime:
    """What a clock in Belgium shows, as an instant. Raises ValueError: no clock ever shows it."""
    if not calendaire(lu):
        raise ValueError(HORS_CALENDRIER)
    instant = lu.replace(tzinfo=BRUXELLES)
    if locale(instant.astimezone(UTC)).replace(tzinfo=None) != lu:
        raise ValueError("Cette heure n’existe pas : cette nuit-là, on passe de 2 h à 3 h.")
    return instant


def calendaire(jour: date) -> bool:
    """A day that an authority may mean: outside, sums with durations leave the calendar."""
    return ANNEES[0] <= jour.year <= ANNEES[1]


_source: Source = systeme


def regler(nouvelle: Source) -> Source:
    """Set the process's clock; returns the former one (tests put it back)."""
    global _source
    ancienne, _source = _source, nouvelle
    return ancienne


def maintenant() -> datetime:
    """Now, aware, in UTC."""
    return _source()


def aujourdhui() -> date:
    """Today's civil date in Belgium."""
    return maintenant().astimezone(BRUXELLES).date()


def locale(instant: datetime) -> datetime:
    """The instant as read on a clock in Belgium."""
    return instant.astimezone(BRUXELLES)
