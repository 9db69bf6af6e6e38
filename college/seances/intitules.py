"""The wording of a line that anybody may read."""

from __future__ import annotations

from college.seances import requetes
from college.seances.modele import Inscription


def intitule_public(inscription: Inscription) -> str:
    """The public title, else that of the organe for a closed item."""
    if not inscription.huis_clos:
        return inscription.titre
    return inscription.titre_public or requetes.reglages(inscription.seance.organe).titre_huis_clos
