"""How the API knows who asks: a token, or the web session with its CSRF header."""

from __future__ import annotations

from flask import request
from flask_wtf.csrf import validate_csrf
from wtforms.validators import ValidationError

from college.api import cadre
from college.droits import Acteur
from college.erreurs import Interdit, NonIdentifie
from college.organisation import jetons, requetes
from college.web import acteur_courant


@cadre.identifie
def par_jeton() -> Acteur | None:
    """`Authorization: Bearer JETON`; `X-Institution: CODE` where the person works in several."""
    genre, _, jeton = request.headers.get("Authorization", "").partition(" ")
    if not genre:
        return None
    agent = jetons.agent_de(jeton.strip()) if genre.lower() == "bearer" else None
    if agent is None:
        raise NonIdentifie("Ce jeton n’est pas connu, a expiré ou a été révoqué : demandez-en un nouveau.")
    return requetes.acteur_de(agent, _institution_demandee())


@cadre.identifie
def par_session() -> Acteur | None:
    """The signed-in browser; what changes something also shows the form token in `X-CSRFToken`."""
    acteur = acteur_courant()
    if acteur is not None and request.method not in ("GET", "HEAD"):
        _exiger_le_jeton_de_formulaire()
    return acteur


def _institution_demandee() -> int | None:
    code = request.headers.get("X-Institution")
    return requetes.institution(code).id if code else None


def _exiger_le_jeton_de_formulaire() -> None:
    try:
        validate_csrf(request.headers.get("X-CSRFToken"))
    except ValidationError as erreur:
        raise Interdit("La page a expiré : rechargez-la, puis recommencez (en-tête X-CSRFToken attendu).") from erreur
