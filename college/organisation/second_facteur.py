"""Secretaries and administrators set a second factor up before anything else (contract §8, ASVS 6.3.3)."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from college.erreurs import Interdit
from college.organisation.identite import Identite
from college.web import vers

PORTES = frozenset({"organisation.second_facteur", "organisation.deconnexion", "organisation.accessibilite", "static"})


def a_configurer(qui: Identite) -> bool:
    """True for who holds a secretariat or the administration without a second factor."""
    return (qui.acteur.administrateur or bool(qui.acteur.secretariats)) and not qui.second_facteur


def detour(qui: Identite | None) -> Any:
    """The page where it is set up, instead of the staff page asked for; the API by this session is refused."""
    if qui is None or not a_configurer(qui) or request.endpoint in PORTES:
        return None
    if request.path.startswith("/app"):
        return vers(url_for("organisation.second_facteur"))
    if request.path.startswith("/api/") and "Authorization" not in request.headers:
        raise Interdit("Configurez d’abord votre second facteur, dans « Mon compte » : votre rôle le demande.")
    return None
