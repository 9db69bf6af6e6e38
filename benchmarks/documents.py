"""Minutes of 60 points in PDF/A-3a and DOCX, in the warm pool."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks.mesure import Mesure, chronometrer
from college.templates_docs import documents, exemple, rendu


def mesurer(_dossier: Path, petit: bool) -> list[Mesure]:
    """Wall time of both formats, the pool warm."""
    nombre = 6 if petit else 60
    dossier = exemple.dossier_exemple("pv")
    points = (dossier.points * nombre)[:nombre]
    contexte = documents.contexte_de("pv", replace(dossier, points=points))
    mesures = []
    for forme, barre in (("pdf", 4_000), ("docx", 150)):
        mediane, pire = chronometrer(partial(rendu.rendre, "pv", forme, contexte), fois=3)
        mesures.append(
            Mesure("S5", f"procès-verbal en {forme.upper()}", f"{nombre} points", mediane, "ms", barre, pire)
        )
    return mesures
