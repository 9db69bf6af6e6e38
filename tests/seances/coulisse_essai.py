"""The real server with one more job, `essai`, that rings the bell of a séance: python coulisse_essai.py PORT

`POST /essai` leaves one. The look of each second is put off for an hour: only a pull of the cordon wakes the work.
"""

import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from flask import request

from college import create_app, repartiteur, reprises
from college.boite_envoi import deposer, gestionnaire
from college.commandes.serveur import Serveur
from college.extensions import csrf
from college.seances.modele import Seance
from college.seances.verrou import toucher
from college.settings import Settings
from college.transaction import ecriture
from college.web import PUBLIC


@gestionnaire("essai")
def essai(institution_id: int, seance: int, duree: float, marques: str) -> None:
    """Say which process works, take that long the first time, then ring."""
    with Path(marques).open("a") as fichier:
        fichier.write(f"{os.getpid()}\n")
    if len(Path(marques).read_text().splitlines()) == 1:
        time.sleep(duree)
    with ecriture() as session:
        toucher(session.get_one(Seance, seance))


def laisser() -> dict[str, int]:
    """A request that leaves some work; it answers with the number of its process."""
    with ecriture():
        deposer("essai", 1, **request.get_json())
    return {"web": os.getpid()}


if __name__ == "__main__":
    reglages = Settings.depuis_environnement().model_copy(update={"port": int(sys.argv[1])})
    repartiteur.REPOS, repartiteur.BATTEMENT, reprises.BAIL = 3600.0, 0.5, timedelta(seconds=3)
    app = create_app(reglages)
    laisser.droit = PUBLIC
    app.post("/essai")(csrf.exempt(laisser))
    Serveur(app, "127.0.0.1", lambda: None).run()
