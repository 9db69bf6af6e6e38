"""Hangs the room in the application."""

from __future__ import annotations

from flask import Flask

from college.actes import (  # noqa: F401 - rights, calls, handlers, subscriptions declare themselves
    abonnements,
    api,
    api_modeles,
    connecteurs,
    panneaux,
    permis,
    taches,
    vues,
    vues_modeles,
    vues_pv,
    vues_signataires,
)
from college.settings import Settings
from college.templates_docs import rendu


def installer(app: Flask, settings: Settings) -> None:
    """Blueprint, document workers, signature connectors."""
    rendu.dimensionner(settings.ouvriers_documents)
    connecteurs.brancher(settings)
    app.register_blueprint(vues.bp)
    app.register_blueprint(vues_modeles.bp)
    app.register_blueprint(vues_pv.bp)
    app.register_blueprint(vues_signataires.bp)
