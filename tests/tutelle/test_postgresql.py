"""The same story on a real PostgreSQL: row locks, JSON, booleans and instants of another engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from college import stockage, transaction
from college.transaction import ecriture, unite
from college.tutelle import services

pytestmark = pytest.mark.postgresql


@pytest.fixture
def base(base_postgresql: str, tmp_path) -> Iterator[str]:
    """Everything below stands on PostgreSQL instead of SQLite."""
    moteur = transaction.creer_moteur(base_postgresql)
    transaction.brancher(moteur)
    stockage.brancher(tmp_path / "var" / "fichiers")
    yield base_postgresql
    moteur.dispose()


def test_un_acte_va_jusqu_a_sa_decision_et_garde_son_histoire(creer_acte, tutelle, attendre, monde, horloge_fixe):
    horloge_fixe("2026-12-16T10:00")
    tutelle("prorogation")
    acte = creer_acte()
    with ecriture():
        envoi = services.transmettre(monde.acteur("chantal"), unite().merge(acte))
    fini = attendre(envoi.id, "approuve")
    assert [e.type for e in fini.echanges][-2:] == ["proroge", "approuve"]
    assert {e.type for e in fini.echeances if e.courante} >= {"prorogation", "prorogation_prudente"}
    assert fini.acte.mentions[-1].texte.startswith("Approuvé le")
