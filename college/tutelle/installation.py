"""Hanging the room in the application."""

from __future__ import annotations

from flask import Flask

from college.settings import Settings
from college.tutelle import abonnements, api, communication, passerelles, permis, taches, vues

__all__ = ["abonnements", "api", "communication", "installer", "permis", "taches"]


def installer(app: Flask, settings: Settings) -> None:
    """Register the screens; importing the rest has declared calls, rights, handlers and subscriptions."""
    passerelles.brancher(settings)
    app.register_blueprint(vues.bp)
