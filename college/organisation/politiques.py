"""Rights of this room. What is one's own needs no more than to be signed in."""

from __future__ import annotations

from typing import Any

from college.droits import Acteur, politique
from college.erreurs import Introuvable


@politique("compte.modifier")
def _compte(acteur: Acteur, objet: Any) -> None:
    """A person changes his own account; nobody else's exists for him here."""
    if objet is not None and getattr(objet, "agent_id", getattr(objet, "id", None)) != acteur.agent_id:
        raise Introuvable()
