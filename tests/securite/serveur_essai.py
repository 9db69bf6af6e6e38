"""A server that kills itself where it is told: python serveur_essai.py DOSSIER PORT [POINT]

POINT is `avant:SUJET` (a job is claimed), `apres:SUJET` (its effect is done, the claim not settled), `fichier:N` (the
N-th file is in the store, no row names it yet) or `valider:CHEMIN` (the write of that request is about to commit).
`plein:N` is no death: the disk is full, nothing is written beyond the N-th byte of a file.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
from datetime import timedelta
from functools import wraps
from pathlib import Path

from flask import has_request_context, request
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from college import boite_envoi, create_app, fond, repartiteur, reprises, stockage
from college.settings import Settings


def mourir(*_: object) -> None:
    """As the kernel, a power cut or an impatient administrator would."""
    os.kill(os.getpid(), signal.SIGKILL)


def pieger(point: str) -> None:
    """Set the trap."""
    genre, _, cible = point.partition(":")
    if genre in ("avant", "apres"):
        vrai = boite_envoi.GESTIONNAIRES[cible]

        @wraps(vrai)
        def gestionnaire(*args: object, **charge: object) -> None:
            if genre == "apres":
                vrai(*args, **charge)
            mourir()

        boite_envoi.GESTIONNAIRES[cible] = gestionnaire
    elif genre == "fichier":
        deposer, restants = stockage.deposer, iter(range(int(cible)))

        def garder(octets: bytes) -> str:
            empreinte = deposer(octets)
            if next(restants, None) is None:
                mourir()
            return empreinte

        stockage.deposer = garder
    elif genre == "plein":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # writing beyond the limit is then an error, as on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(cible), int(cible)))
    elif genre == "valider":

        @event.listens_for(Session, "before_commit")
        def _avant(_session: Session) -> None:
            if has_request_context() and request.method == "POST" and request.path.endswith(cible):
                mourir()


if __name__ == "__main__":
    reprises.BAIL, reprises.PLAFOND, repartiteur.BATTEMENT = timedelta(seconds=3), 0.3, 0.5
    reglages = Settings(env="developpement", demo=False, data_dir=Path(sys.argv[1]))
    app = create_app(reglages)
    if len(sys.argv) > 3:
        pieger(sys.argv[3])
    fond.demarrer(reglages)
    make_server("127.0.0.1", int(sys.argv[2]), app, threaded=True).serve_forever()
