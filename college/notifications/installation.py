"""Hang the room in the application."""

from __future__ import annotations

from flask import Flask

from college.droits import Acteur
from college.notifications import abonnements as _abonnements  # noqa: F401 - follows the points
from college.notifications import requetes, taches, vues
from college.panneaux import Panneau, panneau
from college.points.requetes import compteurs, compteurs_de_plus
from college.settings import Settings

compteurs_de_plus["notifications"] = requetes.nombre


def installer(app: Flask, settings: Settings) -> None:
    """Blueprint, handlers, counter."""
    taches.brancher(settings)
    app.register_blueprint(vues.bp)


@panneau("menu")
def _cloche(acteur: Acteur, _objet: None) -> Panneau:
    """The number on the bell, counted with those of the inbox in one statement."""
    return Panneau("notifications", "", {"nombre": compteurs(acteur)["notifications"]})
