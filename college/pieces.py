"""The rooms of the house and how they are hung in the application: the one list, read by `create_app`."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from flask import Flask

from college import actifs, api, composants, compression, gabarits, refus_traces, renvois, sante
from college.settings import Settings

MODELES = (
    "college.organisation.modele",
    "college.journal",
    "college.boite_envoi",
    "college.api.modele",
    "college.points.modele",
    "college.points.avis.modele",
    "college.points.annexes.modele",
    "college.points.plein_texte",
    "college.points.relecture.modele",
    "college.points.clauses.modele",
    "college.points.modeles.modele",
    "college.points.tableaux.modele",
    "college.points.delegations.modele",
    "college.notifications.modele",
    "college.seances.modele",
    "college.seances.modele_membre",
    "college.seances.proces_verbal.modele",
    "college.actes.modele",
    "college.tutelle.modele",
    "college.publication.modele",
    "college.suites.modele",
)

# Each room has `installation.installer(app, settings)`: its blueprint, API calls, subscriptions, handlers.
SALLES = (
    "organisation",
    "points",
    "notifications",
    "seances",
    "actes",
    "tutelle",
    "publication",
    "suites",
    "public",
    "administration",
)


def installer(app: Flask, settings: Settings) -> None:
    """Load every table, hang every room, then the API that they have declared."""
    for nom in MODELES:
        import_module(nom)
    gabarits.installer(app)
    actifs.installer(app)
    composants.installer(app)
    sante.installer(app)
    compression.installer(app)
    refus_traces.installer(app)
    renvois.installer(app)
    for salle in SALLES:
        if find_spec(f"college.{salle}.installation"):
            import_module(f"college.{salle}.installation").installer(app, settings)
    app.register_blueprint(api.bp)
