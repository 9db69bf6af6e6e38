"""Handlers of our own for a test, taken away after it, and messages left in the outbox."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from college import boite_envoi, transaction
from college.organisation.modele import Institution
from college.transaction import ecriture

OUVRIER = Path(__file__).with_name("ouvrier_essai.py")


@pytest.fixture
def registre() -> Iterator[None]:
    """Give the registries back as they were."""
    avant = (boite_envoi.GESTIONNAIRES, boite_envoi.PERIODIQUES, boite_envoi._options)
    copies = [dict(registre) for registre in avant]
    yield
    for vivant, copie in zip(avant, copies, strict=True):
        vivant.clear()
        vivant.update(copie)


@pytest.fixture
def laisser(monde) -> Callable[..., int]:
    """Leave a message and give its id."""

    def deposer(sujet: str, **charge) -> int:
        with ecriture() as session:
            message = boite_envoi.deposer(sujet, monde.institution_id, **charge)
            session.flush()
            return message.id

    return deposer


@pytest.fixture
def traces(tmp_path: Path) -> Path:
    """Where the workers leave their marks."""
    dossier = tmp_path / "traces"
    dossier.mkdir()
    return dossier


@pytest.fixture
def lancer(traces: Path, base: str) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """Start worker processes; all are killed at the end."""
    vivants: list[subprocess.Popen[bytes]] = []

    def demarrer(mode: str, redis: str = "") -> subprocess.Popen[bytes]:
        commande = [sys.executable, str(OUVRIER), mode, str(traces), base, redis]
        environnement = {cle: valeur for cle, valeur in os.environ.items() if not cle.startswith("COLLEGE_")}
        vivants.append(subprocess.Popen(commande, env=environnement))
        return vivants[-1]

    yield demarrer
    for processus in vivants:
        processus.kill()
        processus.wait()


@pytest.fixture
def postgres(base_postgresql: str) -> Iterator[int]:
    """A fresh PostgreSQL base with one institution; gives its id."""
    moteur = transaction.creer_moteur(base_postgresql)
    transaction.brancher(moteur)
    with ecriture() as session:
        session.add(Institution(code="exemple", nom="Exemple", type="commune"))
    yield 1
    moteur.dispose()
