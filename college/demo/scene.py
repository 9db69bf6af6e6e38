"""The stage of the demo: its day, its clock turned back, its people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml

from college import horloge, transaction
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

    @property
    def jour(self) -> date:
        return horloge.locale(self.maintenant).date()

    def instant(self, jours: int, heure: str = "9:00", minutes: int = 0) -> datetime:
        """An instant counted from the day of the demo, never in the future of who looks at it."""
        h, m = (int(morceau) for morceau in heure.split(":"))
        vise = datetime.combine(self.jour + timedelta(days=jours), time(h, m), tzinfo=BRUXELLES)
        vise += timedelta(minutes=minutes)
        return min(vise, self.maintenant) if jours <= 0 else vise


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
