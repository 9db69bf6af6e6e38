"""The reel on the three invented agendas: a real server, a real authority, every stage, nothing wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from college.reel.lancement import lancer

AGENDAS = Path(__file__).parents[1] / "reference" / "agendas"


@pytest.mark.long
def test_the_three_agendas_go_through_the_whole_chain(tmp_path):
    lignes: list[str] = []
    ennuis = lancer(AGENDAS, tmp_path / "reel", lignes.append, generees=False)
    assert ennuis == 0, "\n".join(lignes)
    assert "13 points" in lignes[0]
    for slug in ("bois-le-preux", "clairval", "fontaine-saint-roch"):
        with PdfDocument(tmp_path / "reel" / f"{slug}-pv.pdf") as pdf:
            assert len(pdf) >= 1
        assert (tmp_path / "reel" / f"{slug}-pv-publique-signe.pdf").exists()


def test_an_empty_folder_is_told(tmp_path):
    lignes: list[str] = []
    assert lancer(tmp_path, tmp_path / "reel", lignes.append, generees=False) == 1
    assert "Aucun ordre du jour" in lignes[0]
