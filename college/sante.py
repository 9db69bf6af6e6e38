"""`/sante`: is the process alive, is it ready, what time does it think it is."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from college import horloge, transaction
from college.settings import Settings
from college.web import PUBLIC

bp = Blueprint("sante", __name__)
PLACE_MINIMALE = 200 * 1024 * 1024


def installer(app: Flask) -> None:
    """Hang the health pages."""
    app.register_blueprint(bp)


def _base(settings: Settings) -> str | None:
    try:
        with transaction.lecture() as unite:
            unite.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "La base de données ne répond pas."
    return None


def _disque(settings: Settings) -> str | None:
    libre = shutil.disk_usage(settings.data_dir).free
    return None if libre > PLACE_MINIMALE else "Le disque des données est presque plein."


EPREUVES: dict[str, Callable[[Settings], str | None]] = {"base": _base, "disque": _disque}


def bilan(settings: Settings) -> dict[str, str]:
    """What is wrong, by component; empty when all is well."""
    return {nom: phrase for nom, epreuve in EPREUVES.items() if (phrase := epreuve(settings))}


def _publique(chemin: str) -> Callable[[Callable[[], Any]], Callable[[], Any]]:
    """Not `web.vue`: it would open a transaction, and this page must answer when the database does not."""

    def enregistrer(vue: Callable[[], Any]) -> Callable[[], Any]:
        vue.droit = PUBLIC  # type: ignore[attr-defined]  # every route names its right
        return bp.get(chemin)(vue)

    return enregistrer


@_publique("/sante")
def sante() -> tuple[Response, int]:
    """Readiness: 200 when everything answers, otherwise 503 and what does not."""
    mauvais = bilan(current_app.extensions["college"])
    contenu: dict[str, Any] = {
        "etat": "panne" if mauvais else "ok",
        "pannes": mauvais,
        "horloge": horloge.locale(horloge.maintenant()).isoformat(),
    }
    return _sans_cache(contenu), 503 if mauvais else 200


@_publique("/sante/vie")
def vie() -> Response:
    """Liveness: the process answers, whatever its database does."""
    return _sans_cache({"etat": "ok"})


def _sans_cache(contenu: dict[str, Any]) -> Response:
    reponse = jsonify(contenu)
    reponse.headers["Cache-Control"] = "no-store"
    return reponse
