"""Migrations run up and down with data, on SQLite and on a real PostgreSQL, and match the models."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select, text

from college import migrations, transaction
from college.base import Base
from college.organisation.modele import Agent
from college.transaction import lecture
from tests import fabriques

PAS_LES_MOTS = {"include_object": lambda _objet, nom, *_suite: not (nom or "").startswith("fts_")}
SGBD = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture
def moteur(request, tmp_path):
    """An empty database, opened as the application opens it."""
    sqlite = f"sqlite:///{tmp_path / 'vide.sqlite'}"
    url = request.getfixturevalue("postgresql")(None) if request.param == "postgresql" else sqlite
    moteur = transaction.creer_moteur(url)
    transaction.brancher(moteur)
    yield moteur
    moteur.dispose()


def _tables(moteur) -> set[str]:
    """Without Alembic's own, nor the index of words that SQLite keeps beside its tables."""
    noms = set(inspect(moteur).get_table_names()) - {"alembic_version"}
    return {nom for nom in noms if not nom.startswith("fts_")}


@pytest.mark.parametrize("moteur", SGBD, indirect=True)
def test_up_with_data_then_down_to_nothing_then_up_again(moteur):
    migrations.monter(moteur)
    assert migrations.revision(moteur) == migrations.tete()
    fabriques.peupler()
    migrations.descendre(moteur)
    assert _tables(moteur) == set()
    migrations.monter(moteur)
    fabriques.peupler()
    with lecture() as unite:
        assert unite.scalar(select(Agent.identifiant).where(Agent.identifiant == "alice")) == "alice"


@pytest.mark.parametrize("moteur", SGBD, indirect=True)
def test_the_migrated_schema_is_the_one_of_the_models(moteur):
    migrations.monter(moteur)
    assert _tables(moteur) == set(Base.metadata.tables)
    with moteur.connect() as connexion:
        ecarts = compare_metadata(MigrationContext.configure(connexion, opts=PAS_LES_MOTS), Base.metadata)
    assert ecarts == [], "Run: python outils/migration.py « what changes »"


@pytest.mark.parametrize("moteur", SGBD, indirect=True)
def test_each_step_goes_down_then_up_with_data(moteur):
    migrations.monter(moteur)
    fabriques.peupler()
    etapes = len(list((migrations.DOSSIER / "versions").glob("*.py")))
    for _ in range(etapes - 1):
        migrations.descendre(moteur, "-1")
        migrations.monter(moteur, "+1")
        migrations.descendre(moteur, "-1")
    migrations.monter(moteur)
    with moteur.connect() as connexion:
        assert connexion.scalar(text("SELECT count(*) FROM agent")) == 8
