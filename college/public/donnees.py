"""A published page as open data."""

from __future__ import annotations

from typing import Any

from college.publication.libelles import ISSUES, type_public
from college.publication.modele import Publication


def decision(page: Publication, base: str) -> dict[str, Any]:
    """Everything that the page shows; a withheld one gives its number and legal basis."""
    commun = {
        "id": page.id,
        "titre": page.titre,
        "institution": {"code": page.organe.institution.code, "libelle": page.organe.institution.nom},
        "organe": {"code": page.organe.code, "libelle": page.organe.nom},
        "date": page.date_seance.isoformat(),
        "numero": page.numero,
        "url": base + page.chemin,
        "publiee_le": page.publiee_le.isoformat() if page.publiee_le else None,
    }
    if page.retenue:
        return commun | {"public": False, "motif": page.motif_retenue}
    code, libelle = type_public(page.objet, page.nature)
    return commun | {
        "public": True,
        "reference": page.reference,
        "objet": page.objet,
        "type": {"code": code, "libelle": libelle},
        "matiere": page.matiere,
        "issue": {"code": page.issue, "libelle": ISSUES[page.issue]} if page.issue else None,
        "vote": page.vote or None,
        "note_html": page.note_html,
        "texte_html": page.texte_html,
        "donnees_masquees": page.masques,
        "tutelle": page.tutelle or None,
        "obligatoire_le": page.obligatoire_le.isoformat() if page.obligatoire_le else None,
        "pdf": pdf(page, base),
        "annexes": [annexe(p, base) for p in page.pieces],
    }


def pdf(page: Publication, base: str) -> str | None:
    return f"{base}{page.chemin}.pdf" if page.pdf_sha256 else None


def annexe(piece: dict[str, Any], base: str) -> dict[str, Any]:
    adresse = piece["url"] if piece["url"].startswith("http") else base + piece["url"]
    return {"nom": piece["nom"], "url": adresse, "mime": piece["mime"], "taille": piece["taille"]}
