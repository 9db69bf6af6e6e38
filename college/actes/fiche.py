"""PURE: an act to its internal search card (staff); the public card belongs to publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import unescape
from re import sub

from search_index import Fiche, Valeur

TYPES = {
    "deliberation": "Délibération",
    "extrait": "Extrait",
    "pv": "Procès-verbal",
    "arrete": "Arrêté",
    "ordonnance": "Ordonnance",
}


@dataclass(frozen=True)
class Faits:
    """What the card needs of an act, as plain values."""

    id: int
    institution: str
    organe_code: str
    organe_nom: str
    type: str
    reference: str
    titre: str
    texte_html: str
    jour: date
    url: str
    acces: tuple[str, ...] = ()


def fiche_de(faits: Faits) -> Fiche:
    """One act, found by its staff; `acces` lists who may find a closed one."""
    texte = unescape(sub(r"<[^>]+>", " ", faits.texte_html))
    return Fiche(
        id=f"acte-{faits.id}",
        portee="interne",
        institution=faits.institution,
        titre=faits.titre,
        texte=sub(r"\s+", " ", texte).strip(),
        type=Valeur(faits.type, TYPES.get(faits.type, faits.type)),
        organe=Valeur(faits.organe_code, faits.organe_nom),
        date=faits.jour,
        url=faits.url,
        reference=faits.reference,
        acces=faits.acces,
    )
