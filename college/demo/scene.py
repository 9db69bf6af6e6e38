"""The stage of the demo: its day, its clock turned back, its people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from college import horloge, transaction
from college.demo.textes import Calendrier
from college.droits import Acteur
from college.horloge import BRUXELLES
from college.organisation import requetes
from college.settings import Settings

DOSSIER = Path(__file__).parent
COMMUNE = "val-des-aulnes"


def lire(nom: str) -> list[dict[str, Any]]:
    """A list of the demo's data."""
    return list(yaml.safe_load((DOSSIER / nom).read_text(encoding="utf-8")))


def points() -> dict[str, dict[str, Any]]:
    """The sixty points, by key."""
    fichiers = sorted((DOSSIER / "points").glob("*.yaml"))
    return {point["cle"]: point for fichier in fichiers for point in lire(f"points/{fichier.name}")}


@dataclass
class Scene:
    """What the scenario knows: the day of the demo, and the numbers of what it has made."""

    settings: Settings
    maintenant: datetime
    points: dict[str, int] = field(default_factory=dict)
    seances: dict[str, int] = field(default_factory=dict)

    jours: dict[str, date] = field(default_factory=dict)

    @property
    def jour(self) -> date:
        return horloge.locale(self.maintenant).date()

    @property
    def calendrier(self) -> Calendrier:
        """What dates the texts."""
        return Calendrier(self.jour, self.jours)

    def placer(self, seances: Iterable[dict[str, Any]]) -> None:
        """Give each séance its day: tomorrow is tomorrow, the others fall on working days."""
        for seance in seances:
            ecart = seance["jour"]
            jour = self.jour + timedelta(days=ecart)
            self.jours[seance["cle"]] = jour if ecart == 1 else _ouvrable(jour, 1 if ecart > 0 else -1)

    def ecart(self, cle: str) -> int:
        """Days from the day of the demo to a séance."""
        return (self.jours[cle] - self.jour).days

    def instant(self, jours: int, heure: str = "9:00", minutes: int = 0) -> datetime:
        """An instant counted from the day of the demo, on a working day, never later than now."""
        jour = self.jour + timedelta(days=jours)
        return min(_a(_ouvrable(jour, -1), heure, minutes), self.maintenant)

    def pendant(self, cle: str, heure: str, minutes: int = 0) -> datetime:
        """An instant of the day of a séance."""
        return _a(self.jours[cle], heure, minutes)

    def apres(self, cle: str, jours: int, heure: str, minutes: int = 0) -> datetime:
        """Some working days after a séance, never later than now."""
        jour = self.jours[cle]
        for _ in range(jours):
            jour = _ouvrable(jour + timedelta(days=1), 1)
        return min(_a(jour, heure, minutes), self.maintenant)


def _ouvrable(jour: date, sens: int) -> date:
    """That day, or the nearest working one before or after it."""
    while jour.weekday() >= 5:
        jour += timedelta(days=sens)
    return jour


def _a(jour: date, heure: str, minutes: int) -> datetime:
    h, m = (int(morceau) for morceau in heure.split(":"))
    return datetime.combine(jour, time(h, m), tzinfo=BRUXELLES) + timedelta(minutes=minutes)


def acteur(identifiant: str, institution: str = COMMUNE) -> Acteur:
    """Somebody of the demo, acting in an institution."""
    agent = requetes.agent_par_identifiant(identifiant)
    if agent is None:
        raise LookupError(f"{identifiant} n’est pas dans la démonstration.")
    return requetes.acteur_de(agent, requetes.institution(institution).id)


@contextmanager
def a(instant: datetime) -> Iterator[None]:
    """The clock of the house stands at that instant."""
    ancienne = horloge.regler(lambda: instant)
    try:
        yield
    finally:
        horloge.regler(ancienne)


@dataclass(order=True)
class Evenement:
    """Something that somebody does at an instant, in one transaction of its own."""

    instant: datetime
    rang: int
    faire: Callable[[], Any] = field(compare=False)
    hors_transaction: bool = field(default=False, compare=False)

    def jouer(self) -> None:
        """Do it, at its instant."""
        with a(self.instant):
            if self.hors_transaction:
                self.faire()
                return
            with transaction.ecriture():
                self.faire()
