"""Hangs the room: its calls, its subscriptions, its handlers, its index."""

from __future__ import annotations

from flask import Flask

from college.connecteurs import horodatage
from college.publication import abonnements, api, index, permis, reprise, taches, vues
from college.settings import Settings

__all__ = ["abonnements", "api", "permis", "reprise", "taches"]


def installer(app: Flask, settings: Settings) -> None:
    index.brancher(settings)
    horodatage.brancher(settings.tsa_url)
    app.register_blueprint(vues.bp)
