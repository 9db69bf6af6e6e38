"""Hang the room: screens, API calls, handlers, and the folder of the urns."""

from flask import Flask

from college.seances import api, api_votes, exclusions, panneaux, reprise, taches, urne, vues, vues_direct
from college.seances.sonnette import sonnette
from college.settings import Settings

__all__ = ["api", "api_votes", "exclusions", "installer", "panneaux", "reprise", "taches"]


def installer(app: Flask, settings: Settings) -> None:
    """Called once by `create_app`."""
    urne.brancher(settings.data_dir / "urnes")
    sonnette.oublier()
    app.register_blueprint(vues.bp)
    app.register_blueprint(vues_direct.bp)
