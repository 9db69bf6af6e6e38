"""The trapped world, played once a worker; each test opens the application on it again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from college import create_app, horloge, transaction
from college.settings import Settings
from tests.outillage.bases import _creer_tables
from tests.securite.scene import Scene, jouer


@pytest.fixture(scope="session")
def monde_piege(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Scene]:
    """The data folder of the trapped world, and the numbers of what it holds."""
    dossier = tmp_path_factory.mktemp("piege")
    _creer_tables(f"sqlite:///{dossier / 'college.sqlite'}")
    app = create_app(_reglages(dossier))
    scene = jouer(app)
    transaction.moteur().dispose()
    horloge.regler(horloge.systeme)
    return dossier, scene


@pytest.fixture
def piege(monde_piege: tuple[Path, Scene]) -> Iterator[Scene]:
    """The trapped world behind a fresh application, at noon on the day after the conseil."""
    dossier, scene = monde_piege
    scene.app = create_app(_reglages(dossier))
    moteur = transaction.moteur()
    yield scene
    moteur.dispose()
    horloge.regler(horloge.systeme)


def _reglages(dossier: Path) -> Settings:
    return Settings(env="test", data_dir=dossier, repartiteur=False, demo=False)
