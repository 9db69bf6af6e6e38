"""Who asks: the ways to know it are declared by upper rooms (token, web session), tried in order."""

from __future__ import annotations

from typing import Any

from flask import g, request

from college.api.cadre import Operation, identifications
from college.erreurs import NonIdentifie

PHRASE = (
    "Identifiez-vous : envoyez l’en-tête « Authorization: Bearer JETON » "
    "(un jeton s’obtient par « college agents jeton IDENTIFIANT »)."
)


def identifier(operation: Operation) -> Any:
    """The acteur of this request; None on a public operation without sign-in. Raises NonIdentifie."""
    for moyen in identifications:
        if (acteur := moyen()) is not None:
            g.demandeur = acteur
            return acteur
    if operation.publique:
        return None
    raise NonIdentifie(PHRASE)


def exiger_une_identite(operation: Operation) -> None:
    """Refuse before reading the body when nothing at all was presented: no upload for strangers."""
    if not (operation.publique or "Authorization" in request.headers or request.cookies):
        raise NonIdentifie(PHRASE)
