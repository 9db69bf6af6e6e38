"""Hangs the administration's screens."""

from __future__ import annotations

from flask import Flask

from college.administration import (  # noqa: F401 - each declares its screens, or its work, at import
    taches,
    vues,
    vues_chaines,
    vues_chaines_outils,
    vues_journal,
    vues_organes,
    vues_paquet,
    vues_personnes,
)
from college.settings import Settings


def installer(app: Flask, settings: Settings) -> None:
    """Called once by `pieces`."""
    app.register_blueprint(vues.bp)
