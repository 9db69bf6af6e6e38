"""The trapped world, played once a worker; each test opens the application on it again."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
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


@pytest.fixture
def piege_jetable(monde_piege: tuple[Path, Scene], tmp_path: Path) -> Iterator[Scene]:
    """A copy of the trapped world, to be spoilt."""
    dossier, scene = monde_piege
    copie = shutil.copytree(dossier, tmp_path / "copie")
    app = create_app(_reglages(copie))
    moteur = transaction.moteur()
    yield replace(scene, app=app, jetons=dict(scene.jetons))
    moteur.dispose()
    horloge.regler(horloge.systeme)


def _reglages(dossier: Path) -> Settings:
    return Settings(env="test", data_dir=dossier, repartiteur=False, demo=False, second_facteur="facultatif")
