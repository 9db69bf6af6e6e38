"""Hang the room: screens, API calls, handlers, and the folder of the urns."""

from flask import Flask

from college.seances import (
    api,
    api_direct,
    api_distance,
    api_mandats,
    api_suite,
    api_votes,
    communications,
    courrier,
    exclusions,
    flux,
    mes_seances,
    notes,
    panneaux,
    reprise,
    souhaits,
    taches,
    transmis,
    urne,
    vues,
    vues_agenda,
    vues_convocation,
    vues_deplacement,
    vues_depots,
    vues_distance,
    vues_dossier,
    vues_lignes,
    vues_mandats,
    vues_membre,
    vues_rassembler,
    vues_redaction,
    vues_serie,
    vues_urgent,
)
from college.seances.cliche import cliches
from college.seances.proces_verbal import abonnements as abonnements_pv
from college.seances.proces_verbal import api as api_pv
from college.seances.voie import Voie
from college.settings import Settings

__all__ = [
    "abonnements_pv",
    "api",
    "api_direct",
    "api_distance",
    "api_mandats",
    "api_pv",
    "api_suite",
    "api_votes",
    "communications",
    "exclusions",
    "installer",
    "mes_seances",
    "panneaux",
    "reprise",
    "souhaits",
    "taches",
    "transmis",
    "vues_agenda",
    "vues_convocation",
    "vues_deplacement",
    "vues_depots",
    "vues_distance",
    "vues_dossier",
    "vues_lignes",
    "vues_mandats",
    "vues_rassembler",
    "vues_serie",
    "vues_urgent",
]


def installer(app: Flask, settings: Settings) -> None:
    """Called once by `create_app`."""
    urne.brancher(settings.data_dir / "urnes")
    notes.brancher(settings.secret_key)
    courrier.brancher(settings)
    flux.oublier()
    cliches.oublier()
    app.wsgi_app = Voie(app.wsgi_app)  # type: ignore[method-assign]
    app.register_blueprint(vues.bp)
    app.register_blueprint(vues_membre.bp)
    app.register_blueprint(vues_redaction.bp)
