"""The one sentence with which a file is refused: PURE."""

from __future__ import annotations

from typing import NoReturn

from college.erreurs import TypeRefuse
from college.points.phrases import fr


def refuser(nom: str, raison: str, remede: str) -> NoReturn:
    """« plan.pdf » is refused: why, and what to do."""
    raise TypeRefuse(fr(f"« {nom} » est refusé : {raison} ; {remede}."))
