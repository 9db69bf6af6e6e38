"""What the simulated authority says, step by step: PURE.

A scenario is a list of replies; reply k is due k steps after the deposit. After « incomplet » the rest waits for the
missing pieces and is counted from their arrival.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

SCENARIOS = (
    "nominal",
    "incomplet",
    "prorogation",
    "reforme",
    "approbation_partielle",
    "annulation",
    "silence",
    "panne",
)
ATTEND_COMPLEMENT = "incomplet"
DECISIONS = frozenset(
    {"approuve", "approuve_partiellement", "reforme", "non_approuve", "annule", "annule_partiellement", "sans_mesure"}
)


@dataclass(frozen=True)
class Reponse:
    """A reply of the authority: its type, its sentence, and facts for the screen."""

    type: str
    texte: str
    details: dict[str, Any] = field(default_factory=dict)


ACCUSE = Reponse("accuse_technique", "Le formulaire et ses pièces ont été reçus ; ceci est un accusé technique.")
INSTRUCTION = Reponse("en_instruction", "Le dossier est complet et à l’examen.")
INCOMPLET = Reponse(
    "incomplet",
    "Le dossier est incomplet : l’avis du directeur financier n’est pas joint. Le délai ne court pas.",
    {"pieces": ["avis_df"]},
)
COMPLETE = Reponse("complete", "Les pièces demandées ont été reçues ; le délai court à partir de ce jour.")
PROROGE = Reponse("proroge", "Le délai de décision est prorogé de la moitié de sa durée.")
APPROUVE = Reponse("approuve", "La délibération est approuvée.")
SANS_MESURE = Reponse("sans_mesure", "La délibération n’appelle aucune mesure de tutelle et est devenue exécutoire.")
PARTIEL = Reponse(
    "approuve_partiellement",
    "La délibération est approuvée, à l’exception de son article 3.",
    {"exclus": ["article 3"]},
)
REFORME = Reponse(
    "reforme",
    "La délibération est réformée : les montants ci-dessous remplacent ceux qui ont été votés.",
    {
        "montants": [
            {"libelle": "Recettes ordinaires", "ancien": "12 480 000,00 €", "nouveau": "12 452 310,00 €"},
            {"libelle": "Résultat de l’exercice propre", "ancien": "41 200,00 €", "nouveau": "13 510,00 €"},
        ]
    },
)
ANNULE = Reponse("annule", "La délibération est annulée : elle viole la loi en ce qu’elle n’est pas motivée.")


def decision(regime: str) -> Reponse:
    """The favourable end: approval where the act must be approved, no measure otherwise."""
    return APPROUVE if regime.startswith("approbation") else SANS_MESURE


def repliques(scenario: str, regime: str) -> tuple[Reponse, ...]:
    """All replies of a scenario, in order."""
    debut = (ACCUSE, INSTRUCTION)
    fins = {
        "nominal": (*debut, decision(regime)),
        "panne": (*debut, decision(regime)),
        "incomplet": (ACCUSE, INCOMPLET, COMPLETE, INSTRUCTION, decision(regime)),
        "prorogation": (*debut, PROROGE, decision(regime)),
        "reforme": (*debut, REFORME),
        "approbation_partielle": (*debut, PARTIEL),
        "annulation": (*debut, ANNULE),
        "silence": debut,
    }
    return fins[scenario]


def dues(reponses: Sequence[Reponse], depot: float, complement: float | None, pas: float, instant: float) -> int:
    """How many replies are due at `instant`, all times in seconds of one clock."""
    if pas <= 0:
        pas = 1e-9
    attente = next((rang for rang, r in enumerate(reponses, 1) if r.type == ATTEND_COMPLEMENT), None)
    ecoules = int((instant - depot) / pas)
    if attente is None or ecoules <= attente:
        return min(max(ecoules, 0), len(reponses))
    if complement is None:
        return attente
    return min(attente + max(int((instant - complement) / pas), 0), len(reponses))
