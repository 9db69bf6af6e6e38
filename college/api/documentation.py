"""The API describes itself: `/api/v1/openapi.json` for programs, `/api/v1/` for people."""

from __future__ import annotations

from importlib.metadata import version
from itertools import groupby
from typing import Any

from flask import Response, make_response, render_template

from college.api import cadre
from college.api.cadre import Operation, operations
from college.api.openapi import document


@cadre.get("/openapi.json", droit=cadre.PUBLIC, resume="Ce document", etiquette="Documentation")
def openapi() -> dict[str, Any]:
    """The OpenAPI document."""
    return document(version("college"))


@cadre.get("/", droit=cadre.PUBLIC, produit=("text/html",), resume="Cette page", etiquette="Documentation")
def page() -> Response:
    """The same, for a reader."""
    par_nom = {operation.nom: operation for operation in operations.values()}
    appels = [
        {**appel, "methode": methode.upper(), "chemin": chemin, **_champs(par_nom[appel["operationId"]])}
        for chemin, methodes in document(version("college"))["paths"].items()
        for methode, appel in methodes.items()
    ]
    appels.sort(key=lambda appel: (appel["tags"][0], appel["chemin"], appel["methode"]))
    rubriques = [(nom, list(groupe)) for nom, groupe in groupby(appels, key=lambda appel: appel["tags"][0])]
    return make_response(render_template("api/page.html", rubriques=rubriques))


def _champs(operation: Operation) -> dict[str, Any]:
    corps = operation.corps.model_fields if operation.corps else {}
    champs = [(nom, champ.is_required()) for nom, champ in corps.items()]
    fichiers = [("fichier", True)] if operation.multipart else []
    return {
        "ancre": operation.nom,
        "adresse": list(operation.requete.model_fields) if operation.requete else [],
        "champs": champs + fichiers,
    }
