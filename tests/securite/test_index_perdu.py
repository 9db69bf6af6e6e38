"""The search index is only a copy: deleted under the server or before a start, it comes back by itself."""

from __future__ import annotations

import shutil

import pytest

from college import repartiteur
from college.publication import index
from college.publication.reprise import refaire_l_index_perdu
from tests.securite.scene import Scene

CHERCHER = "/api/v1/public/decisions?q=publiekanar"


@pytest.mark.parametrize("redemarre", [False, True])
def test_a_deleted_index_is_made_again_from_the_database(piege_jetable: Scene, redemarre: bool):
    client, reglages = piege_jetable.app.test_client(), piege_jetable.app.extensions["college"]
    assert client.get(CHERCHER).json["total"] == 1
    if redemarre:
        index.brancher(reglages)
    shutil.rmtree(reglages.data_dir / "index")
    assert client.get(CHERCHER).status_code == 200
    refaire_l_index_perdu()
    repartiteur.vider()
    assert client.get(CHERCHER).json["total"] == 1
    assert index.ecarts() == {"manquantes": [], "en_trop": [], "differentes": []}
