"""RFC 9457 problem documents: every refusal of the house, and those of the web server, in French."""

from __future__ import annotations

from typing import Any

from flask import Response
from werkzeug.exceptions import HTTPException

from college.api.reponses import en_json
from college.erreurs import Erreur, Invalide, Perime, Refus, TropDeRequetes
from college.francais import insecables

TITRES = {
    400: "Demande illisible",
    401: "Non identifié",
    403: "Non autorisé",
    404: "Introuvable",
    405: "Méthode non admise",
    409: "Refusé",
    412: "Périmé",
    413: "Trop volumineux",
    415: "Type refusé",
    422: "Données non valides",
    428: "Version attendue",
    429: "Trop de demandes",
    500: "Erreur interne",
    503: "Momentanément indisponible",
}
CONFLIT = "Quelqu’un vient de faire la même chose au même moment : relisez, puis recommencez s’il le faut."
PHRASES = {
    400: "La demande n’a pas pu être lue : vérifiez sa syntaxe.",
    404: "Cet objet n’existe pas, ou vous n’y avez pas accès.",
    405: "Cette adresse n’admet pas cette méthode.",
    413: "Le contenu envoyé dépasse la taille admise.",
    415: "Ce type de contenu n’est pas admis ici.",
    500: "Une erreur est survenue de notre côté ; elle a été notée. Réessayez dans un instant.",
    503: "Le service est momentanément indisponible : réessayez dans un instant.",
}


def document(statut: int, phrase: str, **complements: Any) -> dict[str, Any]:
    """The members of a problem document; `erreurs` is always there, perhaps empty."""
    detail = insecables(phrase)
    base = {"type": "about:blank", "title": TITRES.get(statut, "Erreur"), "status": statut, "detail": detail}
    return {**base, "erreurs": [], **complements}


def _complements(erreur: Erreur) -> dict[str, Any]:
    match erreur:
        case Invalide():
            return {"erreurs": [{"champ": f.champ, "message": insecables(f.message)} for f in erreur.fautes]}
        case Refus():
            garde = {"motif": erreur.motif, "article": erreur.article, "franchissable": erreur.franchissable}
            return {**erreur.complements, **garde}
        case Perime():
            return {"courant": erreur.courant}
    return erreur.complements


def _entetes(erreur: Erreur) -> dict[str, str]:
    if isinstance(erreur, TropDeRequetes):
        return {"Retry-After": str(erreur.attendre)}
    return {"WWW-Authenticate": 'Bearer realm="college"'} if erreur.statut == 401 else {}


def repondre(contenu: dict[str, Any], entetes: dict[str, str] | None = None) -> Response:
    """A problem document as a response, never cached."""
    reponse = Response(en_json(contenu), contenu["status"], entetes, content_type="application/problem+json")
    reponse.headers["Cache-Control"] = "no-store"
    return reponse


def _phrase(erreur: Erreur) -> str:
    """A sentence said of several fields is said once, with their names: `detail` is read alone."""
    if not isinstance(erreur, Invalide):
        return erreur.phrase
    champs: dict[str, list[str]] = {}
    for faute in erreur.fautes:
        champs.setdefault(faute.message, []).append(faute.champ)
    return " ".join(f"{', '.join(noms)} : {dite}" if len(noms) > 1 else dite for dite, noms in champs.items())


def de_erreur(erreur: Erreur) -> Response:
    """A refusal of the house."""
    return repondre(document(erreur.statut, _phrase(erreur), **_complements(erreur)), _entetes(erreur))


def de_http(erreur: HTTPException) -> Response:
    """A refusal of the web server (unknown address, method, size, syntax)."""
    statut = erreur.code or 500
    phrase = PHRASES.get(statut) or f"{TITRES.get(statut, 'La demande a été refusée')}."
    entetes = {nom: valeur for nom, valeur in erreur.get_headers() if nom == "Allow"}
    return repondre(document(statut, phrase), entetes)
