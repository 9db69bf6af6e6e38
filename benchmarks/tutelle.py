"""Sending acts to the authority (S7): the pace on a good road; nothing lost nor doubled on a bad one."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select, update

from benchmarks import monde
from benchmarks.mesure import Mesure
from college import horloge, transaction
from college.actes.modele import Acte
from college.boite_envoi import Message
from college.connecteurs.simulateur.pannes import au_hasard
from college.connecteurs.simulateur.serveur import Simulateur
from college.settings import Settings
from college.transaction import ecriture, lecture
from college.tutelle import passerelles, services
from college.tutelle.modele import Envoi
from college.tutelle.suivi import CHEZ_NOUS

PATIENCE = 300.0


def mesurer(dossier: Path, petit: bool) -> list[Mesure]:
    """Two hundred acts twice: without a fault, then half of the attempts failing and five senders killed."""
    combien = 20 if petit else 200
    cadence = _sans_panne(dossier / "calme", combien)
    perdus, secondes = _avec_pannes(dossier / "pannes", combien, 1 if petit else 5)
    taille = f"{combien} actes"
    return [
        Mesure("S7", "transmettre à la tutelle, par acte", taille, cadence, "ms", 1000 / 35),
        Mesure("S7", "perdus ou doublés, 1 essai sur 2 en panne, 5 morts", taille, perdus, "actes", 0),
        Mesure("S7", "durée sur cette route-là", taille, secondes, "s"),
    ]


def _sans_panne(dossier: Path, combien: int) -> float:
    with Simulateur(scenario="silence", delai=3600) as autorite:
        _preparer(dossier, combien, autorite)
        with _expediteur(dossier, autorite):
            _attendre(combien - 1)  # the sender is there and warm once its first act has gone
            debut, partis = time.perf_counter(), combien - _en_attente()
            _attendre(0)
            duree = time.perf_counter() - debut
    transaction.moteur().dispose()
    return duree * 1000 / max(combien - partis, 1)


def _avec_pannes(dossier: Path, combien: int, morts: int) -> tuple[int, float]:
    with Simulateur(scenario="silence", delai=3600, tirage=au_hasard(0.5, graine=11), calage=0.5) as autorite:
        _preparer(dossier, combien, autorite)
        debut = time.perf_counter()
        for rang in range(1, morts + 1):
            with _expediteur(dossier, autorite):
                _attendre(combien - rang * combien // (morts + 1))
            _liberer()
        with _expediteur(dossier, autorite):
            _attendre(0)
        secondes = time.perf_counter() - debut
        recus = set(autorite.depots.par_reference)
    with lecture() as base:
        references = list(base.scalars(select(Envoi.reference)))
    transaction.moteur().dispose()
    perdus = combien - len({r for r in references if r} & recus)
    return perdus + abs(len(recus) - combien), secondes


def _preparer(dossier: Path, combien: int, autorite: Simulateur) -> None:
    acteur = monde.monter(dossier)
    passerelles.brancher(Settings(env="test", data_dir=dossier, etutelle_url=autorite.adresse))
    numeros = monde.actes_signes(combien)
    with ecriture() as base:
        for numero in numeros:
            services.transmettre(acteur, base.get_one(Acte, numero), passer_outre="Mesure.")


@contextmanager
def _expediteur(dossier: Path, autorite: Simulateur) -> Iterator[None]:
    """A sender of its own process, killed at the end of the block, whatever it was doing."""
    commande = [sys.executable, "-m", "benchmarks.expediteur", str(dossier), autorite.adresse]
    lance = subprocess.Popen(commande, stderr=subprocess.DEVNULL)  # each try that fails says so
    try:
        yield
    finally:
        lance.kill()
        lance.wait()


def _en_attente() -> int:
    with lecture() as base:
        return base.scalar(select(func.count()).select_from(Envoi).where(Envoi.etat.in_(CHEZ_NOUS))) or 0


def _attendre(reste: int) -> None:
    limite = time.monotonic() + PATIENCE
    while _en_attente() > reste:
        if time.monotonic() > limite:
            raise TimeoutError(f"{_en_attente()} acts have not gone.")
        time.sleep(0.02)


def _liberer() -> None:
    """What thirty seconds would do: the leases of the dead run out."""
    with ecriture() as base:
        passe = horloge.systeme() - timedelta(seconds=1)
        base.execute(update(Message).where(Message.etat == "pris").values(bail_jusqu_a=passe))
