"""PURE. Permanent addresses of the register (contract §7)."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

RESERVES = frozenset(
    [
        "recherche",
        "app",
        "api",
        "sante",
        "connexion",
        "deconnexion",
        "static",
        "flux.atom",
        "agenda.ics",
        "export.csv",
        "sitemap.xml",
        "accessibilite",
        "robots.txt",
        "registre",
        "seances",
    ]
)
LONGUEUR = 80
_LETTRES = str.maketrans({"œ": "oe", "æ": "ae", "’": " ", "ʼ": " "})


def limace(texte: str) -> str:
    """« Égouttage – rue de l’Église » → « egouttage-rue-de-l-eglise »."""
    plie = unicodedata.normalize("NFKD", texte.casefold().translate(_LETTRES))
    mots = re.sub(r"[^a-z0-9]+", "-", plie.encode("ascii", "ignore").decode()).strip("-")
    if len(mots) > LONGUEUR:
        mots = mots[: LONGUEUR + 1].rpartition("-")[0] or mots[:LONGUEUR]
    return mots


def de_seance(institution: str, organe: str, jour: date, rang: int = 1) -> str:
    """`/val/conseil/2026-11-09`, `-2` for a second séance that day."""
    return f"/{institution}/{organe}/{jour.isoformat()}{f'-{rang}' if rang > 1 else ''}"


def de_page(seance: str, numero: str, titre: str) -> str:
    """`…/14-redevance-terrasses`; sub-number 3.1 is written `3-1`."""
    return f"{seance}/{numero_url(numero)}-{limace(titre) or 'decision'}"


def numero_url(numero: str) -> str:
    return limace(numero.replace(".", "-")) or "0"


def lire_jour(texte: str) -> tuple[date, int] | None:
    """The day and rank in `2026-11-09-2`; None for anything else."""
    lu = re.fullmatch(r"(\d{4}-\d{2}-\d{2})(?:-([2-9]))?", texte)
    if not lu:
        return None
    try:
        return date.fromisoformat(lu[1]), int(lu[2] or 1)
    except ValueError:
        return None
