"""One API call, from the request to the response: the only place that opens the unit of work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, request
from pydantic import BaseModel

from college.api import idempotence
from college.api.acces import exiger_une_identite, identifier
from college.api.cadre import Operation, accordes, chercheurs
from college.api.reponses import rendre
from college.api.validation import aplatir, lire_formulaire, lire_json, valider
from college.droits import verifier
from college.erreurs import Erreur, Introuvable
from college.transaction import ecriture, lecture


@dataclass
class Entree:
    """The body as read, before anything is locked; a fault waits until we know who asks."""

    donnees: Any = None
    fichiers: Any = None
    essai: Any = None
    erreur: Erreur | None = None


def executer(operation: Operation, variables: dict[str, Any]) -> Response:
    """Read, open the unit of work, identify, ask the right, find, ask it of what was found, validate, call, commit."""
    exiger_une_identite(operation)
    entree = _lire(operation)
    if operation.essai and not entree.erreur:
        _essayer(operation, entree)
    try:
        return _dans_une_unite(operation, variables, entree)
    except idempotence.CleOccupee:
        return _dans_une_unite(operation, variables, entree)  # the first one has committed: replay it


def _lire(operation: Operation) -> Entree:
    """Read the body first: a slow client must not hold the database's write lock."""
    entree = Entree()
    try:
        if operation.multipart:
            entree.donnees = lire_formulaire(request, operation.corps or BaseModel)
            entree.fichiers = request.files
        elif operation.corps:
            entree.donnees = lire_json(request)
    except Erreur as erreur:
        entree.erreur = erreur
    return entree


def _essayer(operation: Operation, entree: Entree) -> None:
    """What takes long and may be hostile is tried once we know who asks, before the write lock is taken."""
    with lecture():
        _exiger_le_droit(operation, identifier(operation))
    try:
        corps = valider(operation.corps, entree.donnees) if operation.corps else None
        entree.essai = operation.essai(corps, entree.fichiers) if operation.essai else None
    except Erreur as erreur:
        entree.erreur = erreur


def _dans_une_unite(operation: Operation, variables: dict[str, Any], entree: Entree) -> Response:
    with ecriture() if operation.ecrit else lecture():
        acteur = identifier(operation)
        _exiger_le_droit(operation, acteur)
        if entree.erreur:
            raise entree.erreur
        cle = idempotence.cle_de(request, operation)
        if cle and (deja := idempotence.rejouer(acteur, cle, operation)):
            return deja
        reponse = rendre(_appeler(operation, acteur, variables, entree), operation.statut)
        if cle:
            idempotence.retenir(acteur, cle, reponse)
    return _finir(operation, reponse)


def _exiger_le_droit(operation: Operation, acteur: Any, objet: Any = None) -> None:
    """First without an object (« could this person ever? »), then on what the address names."""
    if not operation.publique:
        verifier(operation.droit, acteur, objet)


def _appeler(operation: Operation, acteur: Any, variables: dict[str, Any], entree: Entree) -> Any:
    arguments = {nom: _trouver(acteur, nom, valeur) for nom, valeur in variables.items()}
    for nom in variables:
        if nom in chercheurs and accordes[nom] != operation.droit:
            _exiger_le_droit(operation, acteur, arguments[nom])
    arguments |= {"acteur": acteur, "fichiers": entree.fichiers, "essai": entree.essai}
    if operation.corps:
        arguments["corps"] = valider(operation.corps, entree.donnees)
    if operation.requete:
        arguments["requete"] = valider(operation.requete, aplatir(request.args, operation.requete))
    return operation.fonction(**{nom: arguments[nom] for nom in operation.parametres})


def _trouver(acteur: Any, nom: str, valeur: Any) -> Any:
    if (chercheur := chercheurs.get(nom)) is None:
        return valeur
    if (objet := chercheur(acteur, valeur)) is None:
        raise Introuvable()
    return objet


def _finir(operation: Operation, reponse: Response) -> Response:
    reponse.headers.setdefault("Cache-Control", "private, no-cache" if "ETag" in reponse.headers else "no-store")
    if not operation.ecrit and not reponse.is_streamed:
        reponse.make_conditional(request)  # 304 when the client already holds this ETag
    return reponse
