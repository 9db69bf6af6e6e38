"""OpenAPI 3.1, made from the declarations that also validate: the document cannot drift from the code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from college.api.cadre import Operation, operations

DESCRIPTION = (
    "Toutes les erreurs sont des documents RFC 9457 (`application/problem+json`) en français. "
    "Les listes répondent `{elements, suivant, total}` ; suivez `suivant` tel quel. "
    "Un POST accepte `Idempotency-Key` ; une modification demande `If-Match`."
)
SUCCES = {201: "Créé.", 204: "Rien à répondre."}
ERREURS = {
    401: "Personne n’est identifié.",
    403: "Vu, mais pas autorisé : le détail dit qui peut.",
    404: "Inconnu ou invisible.",
    409: "Refusé par une règle (`motif`, `article`).",
    412: "Version périmée : `courant` donne l’actuelle.",
    413: "Contenu trop volumineux.",
    415: "Type de contenu refusé.",
    422: "Données non valides : `erreurs` dit quel champ.",
    428: "En-tête `If-Match` attendu.",
    429: "Trop de demandes : `Retry-After` dit combien de secondes attendre.",
    503: "Momentanément indisponible : réessayez dans un instant.",
}
AUTRE = "Tout autre refus du serveur (demande illisible, méthode, taille, panne)."
PROBLEME = {
    "type": "object",
    "required": ["title", "status", "detail", "erreurs"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "Une phrase en français : qui, pourquoi, que faire."},
        "erreurs": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"champ": {"type": "string"}, "message": {"type": "string"}},
            },
        },
        "motif": {"type": "string"},
        "article": {"type": ["string", "null"]},
        "franchissable": {"type": "boolean"},
        "courant": {},
    },
}


def document(version: str) -> dict[str, Any]:
    """The whole OpenAPI document."""
    modeles = {m for o in operations.values() for m in (o.corps, o.requete) if m}
    vus = {o.vue for o in operations.values() if o.vue}
    genres: list[tuple[type[BaseModel], Literal["validation", "serialization"]]]
    genres = [(m, "validation") for m in _tries(modeles)] + [(m, "serialization") for m in _tries(vus)]
    references, schemas = models_json_schema(genres, ref_template="#/components/schemas/{model}")
    chemins: dict[str, dict[str, Any]] = {}
    for operation in operations.values():
        chemins.setdefault(_chemin(operation), {})[operation.methode.lower()] = _decrire(operation, references)
    return {
        "openapi": "3.1.0",
        "info": {"title": "college", "version": version, "description": DESCRIPTION},
        "servers": [{"url": "/api/v1"}],
        "security": [{"jeton": []}],
        "paths": dict(sorted(chemins.items())),
        "components": {
            "schemas": {**schemas.get("$defs", {}), "Probleme": PROBLEME},
            "securitySchemes": {"jeton": {"type": "http", "scheme": "bearer"}},
        },
    }


def _tries(modeles: Iterable[type[BaseModel]]) -> list[type[BaseModel]]:
    return sorted(modeles, key=lambda modele: (modele.__module__, modele.__qualname__))


def _chemin(operation: Operation) -> str:
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", operation.chemin)


def _decrire(operation: Operation, references: dict[Any, Any]) -> dict[str, Any]:
    description: dict[str, Any] = {
        "operationId": operation.nom,
        "summary": operation.resume,
        "tags": [operation.etiquette],
        "x-droit": operation.droit,
        "parameters": _parametres(operation),
        "responses": _reponses(operation, references),
    }
    if operation.corps or operation.multipart:
        description["requestBody"] = _corps(operation, references)
    if operation.publique:
        description["security"] = []
    return description


def _parametres(operation: Operation) -> list[dict[str, Any]]:
    parametres: list[dict[str, Any]] = [
        {
            "name": nom,
            "in": "path",
            "required": True,
            "schema": {"type": "integer" if genre == "int" else "string"},
        }
        for genre, nom in re.findall(r"<(?:(\w+):)?(\w+)>", operation.chemin)
    ]
    if operation.requete:
        schema = operation.requete.model_json_schema()
        exiges = schema.get("required", [])
        for nom, champ in schema["properties"].items():
            parametres.append({"name": nom, "in": "query", "required": nom in exiges, "schema": champ})
    if not operation.publique:
        parametres.append({"name": "X-Institution", "in": "header", "schema": {"type": "string"}})
    if operation.methode == "POST":
        parametres.append({"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 200}})
    if operation.versionnee:
        parametres.append({"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}})
    return parametres


def _corps(operation: Operation, references: dict[Any, Any]) -> dict[str, Any]:
    schema = references[operation.corps, "validation"] if operation.corps else {"type": "object"}
    if not operation.multipart:
        return {
            "required": bool(_obligatoires(operation)),
            "content": {"application/json": {"schema": schema}},
        }
    fichier = {"type": "object", "properties": {"fichier": {"type": "string", "format": "binary"}}}
    return {"required": True, "content": {"multipart/form-data": {"schema": {"allOf": [schema, fichier]}}}}


def _obligatoires(operation: Operation) -> list[str]:
    return [
        nom for nom, champ in (operation.corps.model_fields if operation.corps else {}).items() if champ.is_required()
    ]


def _reponses(operation: Operation, references: dict[Any, Any]) -> dict[str, Any]:
    schema = references[operation.vue, "serialization"] if operation.vue else {}
    contenu = {"content": {genre: {"schema": schema} for genre in operation.produit}}
    statut = 204 if operation.muet and operation.statut == 200 else operation.statut
    reponses: dict[str, Any] = {str(statut): {"description": operation.resume} | ({} if statut == 204 else contenu)}
    for autre in sorted(operation.aussi):
        if autre in SUCCES:
            reponses[str(autre)] = {"description": SUCCES[autre]} | ({} if autre == 204 else contenu)
    for erreur in _erreurs_possibles(operation):
        reponses[str(erreur)] = _refus(ERREURS[erreur])
    return reponses | {"default": _refus(AUTRE)}


def _refus(description: str) -> dict[str, Any]:
    probleme = {"schema": {"$ref": "#/components/schemas/Probleme"}}
    return {"description": description, "content": {"application/problem+json": probleme}}


def _erreurs_possibles(operation: Operation) -> list[int]:
    codes = set() if operation.publique else {401, 403, 404}  # 404: `X-Institution` may name what is not there
    if "<" in operation.chemin:
        codes.add(404)
    if operation.corps or operation.multipart:
        codes |= {413, 415, 422}
    if operation.requete or operation.methode == "POST":
        codes.add(422)
    if operation.ecrit:
        codes.add(409)
    if operation.versionnee:
        codes |= {412, 428}
    return sorted(codes.union(operation.aussi) - SUCCES.keys())
