"""The bytes of an act: made once from its frozen facts, kept under their hash, then named by its version."""

from __future__ import annotations

from college import annonces, stockage
from college.actes import annexes, modeles
from college.actes.creation import type_document
from college.actes.modele import ActeVersion
from college.actes.tour import tour
from college.droits import acteur_systeme
from college.templates_docs import rendu
from college.transaction import ecriture, lecture, unite

PLEIN = "Le disque du serveur est plein : le document sera refait dès qu’il y aura de la place."


class DisquePlein(RuntimeError):
    """The store has no room: nothing is lost, the message comes back later."""


def garder(octets: bytes) -> str:
    """Into the store. Raises DisquePlein, which the outbox tries again, and says so."""
    try:
        return stockage.deposer(octets)
    except stockage.DisquePlein as panne:
        raise DisquePlein(PLEIN) from panne


def rediger(version_id: int) -> None:
    """PDF and DOCX of a version; whoever asks for the same one meanwhile waits for them."""
    with tour("rediger", version_id):
        _rediger(version_id)


def _rediger(version_id: int) -> None:
    """Files first, then the row that names them."""
    with lecture():
        version = unite().get_one(ActeVersion, version_id)
        if version.pdf_sha256 and version.docx_sha256:
            return
        acte, contexte = version.acte, version.contexte
        genre = type_document(acte)
        figees, visa = annexes.communicables(version.annexes), annexes.visa(acte)
        gabarits = {f: modeles.octets(version.gabarit, f) for f in ("pdf", "docx")}
    pdf = rendu.rendre(genre, "pdf", contexte, gabarits["pdf"])
    docx = rendu.rendre(genre, "docx", contexte, gabarits["docx"])
    empreintes = garder(pdf.contenu), garder(docx.contenu)
    liasse = _relier(figees, visa)
    with ecriture():
        version = unite().get_one(ActeVersion, version_id)
        if version.pdf_sha256:
            return
        version.pdf_sha256, version.docx_sha256 = empreintes
        version.pages, version.annexes_sha256 = pdf.pages, liasse
        acte = version.acte
        if acte.etat == "en_preparation" and version.id == acte.versions[-1].id:
            acte.etat = "a_signer"
        annonces.annoncer("acte.pret", acteur=acteur_systeme(version.institution_id), acte=acte)


def _relier(figees: list[annexes.Figee], visa: str) -> str | None:
    """The stamped annexes, kept before any signature; they never enter the act's own file."""
    if not figees:
        return None
    return garder(rendu.relier(figees, [stockage.lire(f["sha256"]) for f in figees], visa).contenu)
