"""What the reel knows of one séance while it goes through the chain."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from college.reel.client import Api
from college.reel.lecture import AgendaReel, PointReel

MOTIF = "Texte publié par la commune, repris tel quel pour l’essai."


@dataclass
class Suivi:
    """One point of the agenda and what the server answered about it."""

    rang: int
    point: PointReel
    nature: str
    type_acte: str | None
    id: int = 0
    inscription: int = 0
    acte: dict[str, Any] = field(default_factory=dict)
    envoi: dict[str, Any] = field(default_factory=dict)


@dataclass
class Chantier:
    """One séance: its people's doors to the API, its numbers, its time by stage."""

    agenda: AgendaReel
    organe: str
    apis: dict[str, Api]
    public: Api
    sortie: Path
    suivis: list[Suivi]
    seance: int = 0
    membres: list[str] = field(default_factory=list)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    actes: list[dict[str, Any]] = field(default_factory=list)
    comptes: Counter[str] = field(default_factory=Counter)
    secondes: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    pages: int = 0
    ennuis: list[str] = field(default_factory=list)

    def api(self, metier: str) -> Api:
        """The door of a person: redacteur, chef, df, dg (secretary) or president."""
        return self.apis[metier]

    @property
    def secretaire(self) -> Api:
        return self.apis["dg"]

    def ennui(self, phrase: object) -> None:
        """Something went wrong that does not stop the séance; it will be told at the end."""
        self.ennuis.append(f"{self.agenda.slug} : {phrase}")
