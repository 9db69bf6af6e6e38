"""The pieces of imported decisions: files kept in the store and served as ours, or the address where they stay."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from college import stockage
from college.importation.lecture import FAUTES_MONTREES, AnnexePubliee, DecisionPubliee, FichierRefuse
from college.publication.modele import Publication

TAILLE_MAX = 100 * 1024 * 1024


def verifier(decisions: Iterable[DecisionPubliee], dossier: Path | None) -> None:
    """Every file that is named is there, beside the list. Raises FichierRefuse."""
    manquants = [
        f"{decision.reference} : le fichier « {annexe.fichier} » manque à côté de la liste."
        for decision in decisions
        for annexe in decision.annexes
        if annexe.fichier and _chemin(annexe.fichier, dossier) is None
    ]
    if manquants:
        raise FichierRefuse("\n".join(manquants[:FAUTES_MONTREES]))


def deposer(page: Publication, annexes: Iterable[AnnexePubliee], dossier: Path | None) -> list[dict[str, Any]]:
    """What the page carries of them, in their order."""
    return [_piece(page, rang, annexe, dossier) for rang, annexe in enumerate(annexes, 1)]


def _piece(page: Publication, rang: int, annexe: AnnexePubliee, dossier: Path | None) -> dict[str, Any]:
    mime = annexe.mime or mimetypes.guess_type(annexe.fichier or annexe.nom)[0] or "application/octet-stream"
    commun = {"id": None, "rang": rang, "nom": annexe.nom, "mime": mime, "pages": None, "texte": annexe.texte}
    chemin = _chemin(annexe.fichier, dossier) if annexe.fichier else None
    if chemin is None:
        return commun | {"url": annexe.url, "taille": annexe.taille, "sha256": ""}
    octets = chemin.read_bytes()
    sha256 = stockage.deposer(octets)
    return commun | {"sha256": sha256, "taille": len(octets), "url": f"/annexes/p{page.id}/{sha256[:16]}"}


def _chemin(fichier: str, dossier: Path | None) -> Path | None:
    """Inside the folder of the list, and nowhere else."""
    if dossier is None:
        return None
    racine, vise = dossier.resolve(), (dossier / fichier).resolve()
    dedans = vise.is_relative_to(racine) and vise.is_file()
    return vise if dedans and vise.stat().st_size <= TAILLE_MAX else None
