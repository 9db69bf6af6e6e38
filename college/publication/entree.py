"""When a published regulation binds: PURE.

CDLD L1133-2: the fifth day that follows the day of its publication, unless it says otherwise. L1133-1: what is
published is the text and, where it was submitted, the decision of the tutelle with its date: an act that waits for its
approval is not yet published in that sense, and its five days run from the day when the page shows the approval.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from college.erreurs import Invalide
from college.francais import date_longue, insecables

JOURS = 5
ARTICLE = "CDLD, art. L1133-2"
NATURES = ("reglement", "ordonnance")
TYPES = ("APP-TAXE", "APP-REDEVANCE", "ANN-ROI-CC")
APPROUVES = ("approuve", "approuve_partiellement", "reforme", "executoire_par_expiration")
SANS_EFFET = ("non_approuve", "annule", "annule_partiellement")


def concerne(nature: str, type_acte: str, issue: str | None) -> bool:
    """Is this a regulation or an ordinance, and was it adopted?"""
    return issue in ("accepte", "accepte_modifie") and (nature in NATURES or type_acte.startswith(TYPES))


def depart(publiee_le: date, tutelle: Mapping[str, Any]) -> date | None:
    """From which day the delay runs: the later of the publication and of the approval's own; None while it waits."""
    if tutelle.get("etat") in SANS_EFFET:
        return None
    if tutelle.get("regime") not in ("approbation", "approbation_par_commune"):
        return publiee_le
    if tutelle.get("etat") not in APPROUVES:
        return None
    return max(publiee_le, date.fromisoformat(tutelle.get("affichee_le") or publiee_le.isoformat()))


def obligatoire_le(publiee_le: date, tutelle: Mapping[str, Any], autre: date | None = None) -> date | None:
    """The day on which it binds; `autre` when the act itself says which, never before it can."""
    debut = depart(publiee_le, tutelle)
    if debut is None:
        return None
    return max(autre, debut) if autre else debut + timedelta(days=JOURS)


def verifier(autre: date | None, publiee_le: date, regle: bool) -> None:
    """The day that the act gives itself. Raises Invalide."""
    if autre is None:
        return
    if not regle:
        raise Invalide("Seuls les règlements et les ordonnances ont une date d’entrée en vigueur.", "entree_en_vigueur")
    if autre < publiee_le:
        raise Invalide(
            insecables(
                f"Un règlement ne lie personne avant sa publication : au plus tôt le {date_longue(publiee_le)}."
            ),
            "entree_en_vigueur",
        )


def annonce(jour: date | None, autre: date | None, aujourdhui: date) -> str:
    """What the page says of it."""
    if jour is None:
        return f"Pas encore obligatoire : l’approbation de la tutelle est attendue ({ARTICLE})."
    pourquoi = "date fixée par l’acte" if autre else "cinquième jour qui suit sa publication"
    verbe = "Obligatoire depuis le" if jour <= aujourdhui else "Obligatoire le"
    return f"{verbe} {date_longue(jour)}, {pourquoi} ({ARTICLE})."
