"""Reading what an administrator works on: rows of his own institution, and no other."""

from __future__ import annotations

from typing import Any

from college.droits import Acteur
from college.erreurs import Introuvable
from college.transaction import unite


def trouver(acteur: Acteur, table: Any, numero: int) -> Any:
    """A row of the administrator's own institution. Raises Introuvable."""
    ligne = unite().get(table, numero)
    if ligne is None or ligne.institution_id != acteur.institution_id:
        raise Introuvable()
    return ligne
