"""Hang the room in the application."""

from __future__ import annotations

from flask import Flask

from college.droits import Acteur
from college.panneaux import Panneau, panneau
from college.points import abonnements as _abonnements  # noqa: F401 - follows the séances and the acts
from college.points import api as _api  # noqa: F401 - declares its calls
from college.points import taches as _taches  # noqa: F401 - declares its handlers
from college.points import vues
from college.points import vues_recherche as _vues_recherche  # noqa: F401 - its screens, on the same blueprint
from college.points.annexes import antivirus, ocr
from college.points.annexes import consultation as _consultation  # noqa: F401 - screens, on the same blueprint
from college.points.annexes import taches as _taches_annexes  # noqa: F401 - declares its handlers
from college.points.annexes import vues as _vues_annexes  # noqa: F401 - its screens, on the same blueprint
from college.points.avis import vues as _vues_avis  # noqa: F401
from college.points.clauses import vues as _vues_clauses  # noqa: F401
from college.points.delegations import panneaux as _panneaux_delegations  # noqa: F401
from college.points.delegations import vues as _vues_delegations  # noqa: F401
from college.points.envois import abonnements as _abonnements_envois  # noqa: F401 - hears the decisions
from college.points.liens import api as _api_liens  # noqa: F401
from college.points.liens import vues as _vues_liens  # noqa: F401
from college.points.modeles import api as _api_modeles  # noqa: F401
from college.points.modeles import droits as _droits_modeles  # noqa: F401
from college.points.modeles import vues as _vues_modeles  # noqa: F401
from college.points.notes import api as _api_notes  # noqa: F401
from college.points.notes import vues as _vues_notes  # noqa: F401
from college.points.relecture import vues as _vues_relecture  # noqa: F401
from college.points.requetes import compteurs
from college.points.tableaux import api as _api_tableaux  # noqa: F401
from college.points.tableaux import vues as _vues_tableaux  # noqa: F401
from college.settings import Settings


def installer(app: Flask, settings: Settings) -> None:
    """Blueprint, API calls, handlers, scanner, reader of scanned pages."""
    antivirus.brancher(settings.antivirus_url)
    ocr.brancher(settings.ocr)
    app.register_blueprint(vues.bp)


@panneau("menu")
def _a_faire(acteur: Acteur, _objet: None) -> Panneau:
    """The number beside « À faire »: counted at each page, never stored."""
    return Panneau("a_faire", "", {"nombre": compteurs(acteur)["a_traiter"]})
