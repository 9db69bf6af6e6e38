"""Hangs the room in the application."""

from __future__ import annotations

from flask import Flask

from college.settings import Settings
from college.suites import abonnements, api, panneaux, permis, rassemblement, vues

__all__ = ["abonnements", "api", "installer", "panneaux", "permis", "rassemblement"]


def installer(app: Flask, settings: Settings) -> None:
    """Its screens; importing the rest has declared rights, calls, panels and subscriptions."""
    app.register_blueprint(vues.bp)
