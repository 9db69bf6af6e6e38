"""Refusals as pages: a sentence that says who and why, and what to do next. The API answers problem documents."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, make_response, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import BadHost, HTTPException

from college.api import problemes
from college.erreurs import Erreur, Invalide, Perime, Refus, TropDeRequetes
from college.web import acteur_courant, adresse_locale, vers, veut_fragment

journal_technique = logging.getLogger(__name__)

TITRES = {
    400: "Demande illisible",
    401: "Identifiez-vous",
    403: "Ce n’est pas permis",
    404: "Introuvable",
    405: "Cette page ne prend pas cette action",
    409: "Pas possible maintenant",
    410: "Retiré",
    412: "Quelqu’un a modifié entre-temps",
    413: "Trop volumineux",
    415: "Ce type de fichier n’est pas accepté",
    422: "Quelque chose est à corriger",
    428: "Version attendue",
    429: "Trop d’essais",
    500: "Une erreur de notre côté",
    503: "Momentanément indisponible",
}
PHRASES = {
    400: "La demande n’a pas pu être lue.",
    401: "Cette page demande de se connecter.",
    403: "Vous n’avez pas le droit de faire cela.",
    404: "Cette page n’existe pas, ou vous n’y avez pas accès.",
    405: "Cette adresse n’accepte pas ce genre de demande.",
    410: "Ce document n’est plus publié.",
    413: "Le contenu envoyé dépasse la taille admise, 64 Mo en une fois.",
    415: "Le fichier envoyé n’est pas d’un type que le collège accepte.",
    429: "Vous avez essayé trop souvent en peu de temps.",
    500: "L’erreur est notée. Rien de ce qui était enregistré n’est perdu.",
    503: "Le service est momentanément indisponible.",
}
CONSEILS = {
    400: "Revenez à la page précédente, rechargez-la, puis recommencez.",
    401: "Connectez-vous, puis revenez ici.",
    403: "Revenez en arrière, ou demandez l’accès à la personne nommée ci-dessus ou à votre administrateur.",
    404: "Vérifiez l’adresse, cherchez par le titre, ou demandez à qui vous a donné le lien.",
    405: "Revenez à la page précédente et passez par ses boutons.",
    409: "Revenez à la page précédente\u00a0: ce que vous aviez écrit y est encore.",
    410: "La version corrigée, s’il y en a une, se trouve par la recherche.",
    412: "Revenez à la page précédente, copiez votre texte, rechargez la page, puis réunissez les deux versions.",
    413: "Réduisez le fichier (images plus petites, pièces séparées), puis recommencez.",
    415: "Enregistrez-le en PDF, puis recommencez.",
    422: "Revenez à la page précédente\u00a0: ce que vous aviez écrit y est encore.",
    428: "Rechargez la page, puis recommencez.",
    429: "Attendez un peu, puis recommencez.",
    500: "Réessayez dans un instant. Si cela continue, dites à votre administrateur ce que vous faisiez, et quand.",
    503: "Réessayez dans un instant.",
}
SANS_CADRE = (
    '<!doctype html><html lang="fr-BE"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>{0}</title><main><h1>{0}</h1><p>{1}</p><p>{2}</p></main></html>"
)
EXPIRE = "La page est restée ouverte trop longtemps, ou la session a changé\u00a0: rien n’a été enregistré."
PERSONNEL = "/app/"
TERMINEE = "Votre session est terminée\u00a0: ce que vous venez d’envoyer n’a pas été enregistré."
REVENIR = (
    "Connectez-vous\u00a0: vous reviendrez à la page que vous quittez. "
    "Recommencez-y\u00a0; un vote est à donner à nouveau."
)


def page(statut: int, phrase: str = "", **complements: Any) -> Response:
    """The page of a refusal; a fragment of it where htmx asked."""
    donnees = {
        "statut": statut,
        "titre_erreur": TITRES.get(statut, "Refusé"),
        "phrase": phrase or PHRASES.get(statut, ""),
        "conseil": CONSEILS.get(statut, "Revenez à la page précédente."),
        "connecte": acteur_courant() is not None,
        **complements,
    }
    gabarit = "erreurs/fragment.html" if veut_fragment() else "erreurs/page.html"
    reponse = make_response(render_template(gabarit, **donnees), statut)
    reponse.headers["Cache-Control"] = "no-store"
    return reponse


def de_erreur(erreur: Erreur) -> Any:
    """A refusal of the house. Nobody signed in and only reading: the door, then back here."""
    if request.path.startswith("/api/"):
        return problemes.de_erreur(erreur)
    if erreur.statut == 401 and request.method == "GET" and not veut_fragment():
        ici = request.full_path if request.query_string else request.path
        return vers(url_for("organisation.connexion", suite=adresse_locale(ici)))
    if erreur.statut == 401 and request.method == "POST":
        return _sans_session(401)
    complements: dict[str, Any] = {}
    match erreur:
        case Invalide():
            complements["fautes"] = erreur.fautes
        case Refus():
            complements["article"] = erreur.article
        case Perime():
            complements["courant"] = erreur.courant if isinstance(erreur.courant, dict) else None
    reponse = page(erreur.statut, erreur.phrase, **complements)
    if isinstance(erreur, TropDeRequetes):
        reponse.headers["Retry-After"] = str(erreur.attendre)
    return reponse


def de_http(erreur: HTTPException) -> Any:
    """A refusal of the web server: unknown address, method, size, syntax; or what fell before any page was called."""
    if isinstance(cause := getattr(erreur, "original_exception", None), OperationalError):
        return de_base(cause)  # the session could not be read
    if erreur.code is None or erreur.code < 400:
        return erreur
    if request.path.startswith("/api/"):
        return problemes.de_http(erreur)
    if isinstance(erreur, BadHost):
        return _sans_cadre(400)  # no address can be built for a name that is none: the frame would fall
    reponse = page(erreur.code)
    if "Allow" in (entetes := dict(erreur.get_headers())):
        reponse.headers["Allow"] = entetes["Allow"]
    return reponse


def de_jeton(erreur: CSRFError) -> Any:
    """The form token does not hold: say what to do, the typed text is still behind « back »."""
    if request.path.startswith("/api/"):
        return problemes.repondre(problemes.document(403, EXPIRE))
    sans_session = acteur_courant() is None and request.path.startswith(PERSONNEL)
    return _sans_session(400) if sans_session else page(400, EXPIRE)


def _sans_session(statut: int) -> Response:
    """Something was sent after the session had ended: nothing of it is kept, the address leads back to its page."""
    d_ou = urlsplit(request.referrer or "")
    ici = f"{d_ou.path}?{d_ou.query}" if d_ou.query else d_ou.path
    suite = adresse_locale(ici if d_ou.netloc == request.host and ici.startswith(PERSONNEL) else "")
    porte = url_for("organisation.connexion", suite=suite)
    return page(statut, TERMINEE, titre_erreur="Identifiez-vous à nouveau", conseil=REVENIR, porte=porte)


def de_panne(erreur: Exception) -> Any:
    """A fault of ours: kept with its trace, told without it."""
    journal_technique.exception("%s %s", request.method, request.path)
    if current_app.testing or current_app.debug:
        raise erreur
    return _sans_base(500)


def de_doublon(erreur: IntegrityError | StaleDataError) -> Any:
    """The database saw what two requests at once could not see of each other; nothing was written."""
    journal_technique.warning("%s %s: %s", request.method, request.path, erreur)
    return de_erreur(Refus(problemes.CONFLIT, motif="conflit"))


def de_base(erreur: OperationalError) -> Any:
    """The database is busy or away: nothing was written, trying again is right."""
    journal_technique.error("%s %s: %s", request.method, request.path, erreur.orig)
    reponse = _sans_base(503)
    reponse.headers["Retry-After"] = "5"
    return reponse


def _sans_base(statut: int) -> Any:
    """Told in the frame of the house, or bare when the frame itself is broken (database away, template)."""
    if request.path.startswith("/api/"):
        return problemes.repondre(problemes.document(statut, problemes.PHRASES[statut]))
    try:
        return page(statut)
    except Exception:
        journal_technique.exception("The page of the fault failed too")
        return _sans_cadre(statut)


def _sans_cadre(statut: int) -> Response:
    nu = SANS_CADRE.format(TITRES[statut], PHRASES[statut], CONSEILS[statut])
    return Response(nu, statut, {"Cache-Control": "no-store"}, mimetype="text/html")


def installer(app: Flask) -> None:
    """Hang the pages."""
    app.register_error_handler(Erreur, de_erreur)
    app.register_error_handler(CSRFError, de_jeton)
    app.register_error_handler(HTTPException, de_http)
    app.register_error_handler(OperationalError, de_base)
    app.register_error_handler(IntegrityError, de_doublon)
    app.register_error_handler(StaleDataError, de_doublon)
    app.register_error_handler(Exception, de_panne)
