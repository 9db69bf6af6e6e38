"""How a person wants mail: the choices of « Mon compte », read by whoever sends. PURE."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

COURRIELS = {
    "immediat": "Tout de suite, un par dossier et par jour au plus",
    "resume": "Un résumé par jour",
    "aucun": "Aucun courriel",
}
COURRIEL, HEURE_DU_RESUME = "resume", 7
HEURES_DU_RESUME = tuple(range(6, 20))


def mode(preferences: Mapping[str, Any]) -> str:
    """At once, as a digest, or never."""
    choisi = preferences.get("courriels", COURRIEL)
    return str(choisi) if choisi in COURRIELS else COURRIEL


def heure(preferences: Mapping[str, Any]) -> int:
    """At what hour the digest leaves."""
    choisie = preferences.get("courriels_heure", HEURE_DU_RESUME)
    return int(choisie) if choisie in HEURES_DU_RESUME else HEURE_DU_RESUME
