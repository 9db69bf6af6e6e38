"""Handlers of our own for a test, taken away after it, and messages left in the outbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from college import boite_envoi, transaction
from college.organisation.modele import Institution
from college.transaction import ecriture


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
def postgres(base_postgresql: str) -> Iterator[int]:
    """A fresh PostgreSQL base with one institution; gives its id."""
    moteur = transaction.creer_moteur(base_postgresql)
    transaction.brancher(moteur)
    with ecriture() as session:
        session.add(Institution(code="exemple", nom="Exemple", type="commune"))
    yield 1
    moteur.dispose()
