"""The commune's own document templates: which one is in force, what its bytes are."""

from __future__ import annotations

from sqlalchemy import or_, select

from college import stockage
from college.actes.modele import ModeleDocument
from college.organisation.modele import Organe
from college.transaction import unite

MAISON = "maison"


def en_vigueur(organe: Organe, type_document: str) -> str:
    """The templates in force, by format, as frozen on an act: « pdf=12 docx=14 », or « maison »."""
    actifs = unite().scalars(
        select(ModeleDocument)
        .where(
            ModeleDocument.institution_id == organe.institution_id,
            ModeleDocument.type == type_document,
            ModeleDocument.etat == "actif",
            or_(ModeleDocument.organe_id == organe.id, ModeleDocument.organe_id.is_(None)),
        )
        .order_by(ModeleDocument.organe_id.is_not(None), ModeleDocument.id)
    )
    choisis = {("docx" if m.format == "docx" else "pdf"): m.id for m in actifs}
    return " ".join(f"{f}={numero}" for f, numero in sorted(choisis.items())) or MAISON


def octets(gabarit: str, format_document: str) -> bytes | None:
    """The template's bytes for a format; None for the house's own."""
    choisis = dict(paire.split("=", 1) for paire in gabarit.split() if "=" in paire)
    numero = choisis.get(format_document)
    modele = unite().get(ModeleDocument, int(numero)) if numero else None
    return stockage.lire(modele.sha256) if modele else None
