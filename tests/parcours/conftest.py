"""What the stories share: a simulated authority on a real socket, and patience for its answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from college import horloge, repartiteur
from college.connecteurs.simulateur.serveur import Simulateur
from college.settings import Settings
from college.transaction import lecture
from college.tutelle import passerelles, taches
from college.tutelle.modele import Envoi
from tests.outillage.patience import PATIENCE


@pytest.fixture
def autorite(app, monde, tmp_path: Path) -> Iterator[Simulateur]:
    """The Region, simulated: it answers each step within a hundredth of a second."""
    with Simulateur(delai=0.01, horloge=horloge.maintenant) as region:
        passerelles.brancher(Settings(env="test", data_dir=tmp_path / "var", etutelle_url=region.adresse))
        yield region
    passerelles.brancher(Settings())


@pytest.fixture
def reponse_de_la_tutelle(autorite: Simulateur) -> Callable[[int, str], Envoi]:
    """`reponse_de_la_tutelle(envoi, "approuve")` waits for the authority's last word."""

    def attendre(envoi_id: int, etat: str) -> Envoi:
        limite = time.monotonic() + PATIENCE
        while time.monotonic() < limite:
            repartiteur.vider()
            with lecture() as session:
                envoi = session.get_one(Envoi, envoi_id)
                dernier = max((echange.numero or 0 for echange in envoi.echanges), default=0)
                _ = envoi.echeances, envoi.accuses
            if envoi.etat == etat:
                return envoi
            if envoi.reference:
                taches.relever_envoi(envoi_id, envoi.connecteur, envoi.reference, dernier)
            time.sleep(0.02)
        raise AssertionError(f"« {etat} » never came: {envoi.etat}, {envoi.derniere_erreur}")

    return attendre
