"""A disk that takes no more: a sentence, nothing kept by half, and the same gesture works once there is room."""

from __future__ import annotations

import resource
from contextlib import contextmanager

import pytest
from sqlalchemy.exc import OperationalError

from college import stockage
from college.commandes import pannes
from college.erreurs import Indisponible


@contextmanager
def _sans_place(octets=1000):
    """The system itself refuses to write files larger than that."""
    avant = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, avant[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, avant)


@pytest.fixture
def depot(tmp_path, monkeypatch):
    monkeypatch.setattr(stockage, "_racine", tmp_path / "fichiers")
    return tmp_path / "fichiers"


def test_a_file_that_does_not_fit_is_refused_with_what_to_do_then_taken_when_it_fits(depot):
    octets = b"x" * 50_000
    with _sans_place(), pytest.raises(Indisponible, match="disque de l’application est plein") as refus:
        stockage.deposer(octets)
    assert refus.value.statut == 503
    assert not [chemin for chemin in depot.rglob("*") if chemin.is_file()], "half of a file was kept"
    assert stockage.lire(stockage.deposer(octets)) == octets


def test_a_command_names_the_full_disk_of_the_database():
    phrase = pannes.de_la_base(OperationalError("INSERT", {}, Exception("database or disk is full")))
    assert phrase.startswith("Le disque est plein")
