"""Hangs the citizen's door: pages, feeds, open data."""

from __future__ import annotations

from flask import Flask

from college.public import api, vues, vues_flux
from college.settings import Settings

__all__ = ["api", "vues_flux"]


def installer(app: Flask, settings: Settings) -> None:
    app.url_map.converters["jour"] = vues.ConvertisseurJour
    app.register_blueprint(vues.bp)
