"""A worker process for the tests: its own handlers, then an RQ worker or the threads, until killed.

python -m tests.taches.ouvrier_essai {rq|rq_endormi|fils} DOSSIER DATABASE_URL REDIS_URL
"""

from __future__ import annotations

import sys
import time
from importlib import import_module
from pathlib import Path

from flask import Flask

from college import fond, repartiteur, taches, transaction
from college.boite_envoi import gestionnaire
from college.pieces import MODELES
from college.settings import Settings

DOSSIER = Path(sys.argv[2])


@gestionnaire("tracer", essais=50)
def tracer(institution_id: int, numero: int, duree: float = 0.0) -> None:
    """Leave a mark at the start and one at the end: a killed process leaves the first one alone."""
    (DOSSIER / f"debut-{numero}-{time.time_ns()}").touch()
    time.sleep(duree)
    (DOSSIER / f"fin-{numero}").touch()


def _ouvrir(settings: Settings) -> Flask:
    """The base and nothing else: no room is needed to run these handlers."""
    for nom in MODELES:
        import_module(nom)
    transaction.brancher(transaction.creer_moteur(settings.url_base_de_donnees))
    app = Flask("essai")
    repartiteur.brancher(app)
    return app


if __name__ == "__main__":
    reglages = Settings(
        env="test", demo=False, data_dir=DOSSIER, database_url=sys.argv[3], redis_url=sys.argv[4], repartiteur=True
    )
    essai = _ouvrir(reglages)
    if sys.argv[1] == "rq_endormi":
        taches.TOUR = 3600.0  # it hands nothing over by itself
    if sys.argv[1] != "fils":
        taches.ouvrier(essai, reglages)
    else:
        fond.demarrer(reglages)
        time.sleep(3600)
