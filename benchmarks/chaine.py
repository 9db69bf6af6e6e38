"""The validation chain's fold: it runs for every row of every list."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from benchmarks.mesure import Mesure, chronometrer
from college.points import lecture, pliage
from college.points.valeurs import Action, Faits, Passage, Titulaire, Titulaires

FOIS = 2_000
DEFINITION = {
    "code": "college",
    "etapes": [
        {"code": "chef", "libelle": "Visa", "role": "chef_service"},
        {"code": "dg", "libelle": "Validation", "groupe": "direction_generale"},
    ],
}


def mesurer(_dossier: Path, petit: bool) -> list[Mesure]:
    """Microseconds to fold a point that was submitted and stamped once."""
    definition = lecture.lire(DEFINITION)
    le = datetime(2026, 11, 21, 9, tzinfo=UTC)
    passages = [
        Passage(Action.SOUMETTRE, 1, "Alice", le, empreinte="a"),
        Passage(Action.VISER, 2, "Bernard", le, etape="chef", empreinte="a", couvre=("chef",)),
    ]
    titulaires = Titulaires(etapes={"chef": [Titulaire(2, "Bernard")], "dg": [Titulaire(3, "Chantal")]})
    faits = Faits(empreinte="a")
    fois = FOIS // 10 if petit else FOIS

    def plier() -> None:
        for _ in range(fois):
            pliage.etat(definition, passages, faits, titulaires)

    mediane, pire = chronometrer(plier)
    return [
        Mesure("", "plier la chaîne d’un point", f"{fois} points", mediane * 1000 / fois, "µs", 60, pire * 1000 / fois)
    ]
