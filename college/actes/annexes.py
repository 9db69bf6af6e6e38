"""The annexes that are part of an act (« faisant corps avec l’acte »): frozen with it, named by their hash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from college.actes.modele import Acte
from college.francais import date_longue
from college.points.annexes import requetes as annexes
from college.points.modele import Point
from college.templates_docs.grammaire import INSECABLE, du

Figee = dict[str, Any]


def figer(point: Point) -> list[Figee]:
    """What stands on the point now; a piece that the scanner refused is no part of an act."""
    return [
        {
            "id": piece.id,
            "nom": piece.nom,
            "mime": piece.mime,
            "sha256": piece.sha256,
            "pages": piece.pages,
            "confidentielle": piece.confidentielle,
        }
        for piece in annexes.du_point(point)
        if piece.type == "integrante" and piece.etat_antivirus != "infecte"
    ]


def lignes(figees: Sequence[Figee]) -> list[str]:
    """As the act prints them: the signature on the act covers each hash. A confidential one keeps its name."""
    return [f"Annexe {rang}{INSECABLE}: {_nom(f)}, SHA-256 {f['sha256']}" for rang, f in enumerate(figees, start=1)]


def _nom(figee: Figee) -> str:
    if figee["confidentielle"]:
        return "pièce confidentielle"
    pages = figee["pages"]
    return f"{figee['nom']} ({pages}{INSECABLE}page{'s' if pages > 1 else ''})" if pages else str(figee["nom"])


def communicables(figees: Sequence[Figee]) -> list[Figee]:
    """Those that whoever reads the act may read."""
    return [f for f in figees if not f["confidentielle"]]


def visa(acte: Acte) -> str:
    """« Vu pour être annexé à la délibération du Conseil communal du 9 novembre 2026 (CC/2026/0004) »."""
    quoi = {"arrete": "à l’arrêté", "ordonnance": "à l’ordonnance"}.get(acte.type, "à la délibération")
    return f"Vu pour être annexé {quoi} {du(acte.organe.nom)} du {date_longue(acte.date_decision)} ({acte.reference})"
