"""The blueprint `api`: every declared operation, its address converter and its refusals."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, current_app, request
from flask.blueprints import BlueprintSetupState
from flask.sansio.app import App
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import BaseConverter

from college.api import problemes
from college.api.cadre import Operation, operations
from college.api.execution import executer
from college.erreurs import Erreur, Introuvable, Refus

PREFIXE = "/api/v1"
trace = logging.getLogger(__name__)

METHODES = ["GET", "POST", "PUT", "PATCH", "DELETE"]
ENTIER_MAX = 2**31 - 1

bp = Blueprint("api", __name__, url_prefix=PREFIXE, template_folder="templates")


class Ref(BaseConverter):
    """`<ref:nom>`: a numeric id (an int) or a code. No slash, no control character."""

    regex = r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}"

    def to_python(self, value: str) -> int | str:
        """Digits only is an id; one that no column can hold becomes 0, which no row has."""
        if not value.isdecimal():
            return value
        return nombre if (nombre := int(value)) <= ENTIER_MAX else 0


def _vue(operation: Operation) -> Callable[..., Response]:
    def vue(**variables: Any) -> Response:
        return executer(operation, variables)

    vue.operation = operation  # type: ignore[attr-defined]  # read by the convention tests
    return vue


@bp.record
def _brancher(etat: BlueprintSetupState) -> None:
    """Add the operations declared so far; the application imports every room's `api.py` first."""
    _exempter(etat.app)
    etat.app.url_map.converters["ref"] = Ref
    for operation in operations.values():
        libre = {"strict_slashes": False} if operation.chemin == "/" else {}  # `/api/v1` is that page too
        etat.add_url_rule(operation.chemin, operation.nom, _vue(operation), methods=[operation.methode], **libre)
    etat.add_url_rule("/<path:chemin>", "inconnue", _inconnue, methods=METHODES)


def _exempter(app: App) -> None:
    """Form tokens are not asked here: a session caller shows its own header (see organisation.api)."""
    if csrf := app.extensions.get("csrf"):
        csrf.exempt(bp)


def _inconnue(chemin: str) -> Response:
    """An unknown address under the prefix answers a problem document too."""
    adaptateur = current_app.create_url_adapter(request)
    admises = [m for m in METHODES if adaptateur and _menerait(adaptateur, m)]
    if admises:
        raise MethodNotAllowed(valid_methods=admises)
    raise Introuvable()


def _menerait(adaptateur: Any, methode: str) -> bool:
    return adaptateur.match(method=methode)[0] != "api.inconnue"


@bp.errorhandler(Erreur)
def _refuser(erreur: Erreur) -> Response:
    return problemes.de_erreur(erreur)


@bp.errorhandler(IntegrityError)
@bp.errorhandler(StaleDataError)
def _refuser_doublon(erreur: IntegrityError | StaleDataError) -> Response:
    """The database saw what two requests at once could not see of each other."""
    trace.warning("API %s %s: %s", request.method, request.path, erreur)
    return problemes.de_erreur(Refus(problemes.CONFLIT, motif="conflit"))


@bp.errorhandler(OperationalError)
def _refuser_base(erreur: OperationalError) -> Response:
    """The database is busy or away: nothing was written, trying again is right."""
    trace.error("API %s %s: %s", request.method, request.path, erreur.orig)
    return problemes.repondre(problemes.document(503, problemes.PHRASES[503]), {"Retry-After": "5"})


@bp.errorhandler(HTTPException)
def _refuser_http(erreur: HTTPException) -> Response:
    if erreur.code == 500:
        trace.error("API %s %s failed", request.method, request.path)
    return problemes.de_http(erreur)
