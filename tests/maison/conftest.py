"""An empty house: fresh SQLite, one institution, one actor."""

import pytest

from college import create_app, transaction
from college.base import Base
from college.droits import Acteur
from college.organisation.modele import Institution
from college.settings import Settings


@pytest.fixture
def maison(tmp_path):
    app = create_app(Settings(env="test", data_dir=tmp_path, demo=False))
    Base.metadata.create_all(transaction.moteur())
    with transaction.ecriture() as unite:
        unite.add(Institution(id=1, code="exemple", nom="Commune d’Exemple", type="commune"))
    yield app
    transaction.moteur().dispose()


@pytest.fixture
def alice():
    return Acteur(1, "alice", "Alice Martin", 1, roles=frozenset({("redacteur", 1)}))
