"""Between two processes: pulls that wake, lines that arrive whole, a pen for one at a time, a presence that ends."""

from __future__ import annotations

import os
import signal
import time

import pytest
from sqlalchemy.exc import OperationalError

from college import presence
from college.cordon import Cordon
from college.plume import Plume


def test_des_tractions_ensemble_n_en_font_qu_une_et_n_attendent_personne():
    cordon = Cordon()
    assert not cordon.attendre(0)
    for _ in range(100_000):  # more than a pipe holds
        cordon.tirer()
    while cordon.attendre(0):
        pass
    cordon.tirer()
    assert cordon.attendre(5) and not cordon.attendre(0)


def test_les_lignes_arrivent_entieres_et_dans_l_ordre_meme_quand_personne_n_ecoute():
    cordon = Cordon()
    dites = [f"[12, {n}, null, 0]" for n in range(6_000)]
    for ligne in dites:
        cordon.dire(ligne)
    entendues = cordon.entendre(5)
    assert len(entendues) > 2_000 and entendues == dites[: len(entendues)]
    cordon.dire("apres")
    assert cordon.entendre(5) == ["apres"] and cordon.entendre(0) == []


def test_un_autre_processus_attend_la_plume_et_sa_mort_la_rend(tmp_path):
    """Held here, it is waited for there; held there by one who is killed, it is free again."""
    base, cordon = tmp_path / "college.sqlite", Cordon()
    with Plume(base):
        enfant = os.fork()
        if enfant == 0:
            with Plume(base):
                cordon.dire("prise")
                time.sleep(600)
            os._exit(0)
        assert cordon.entendre(0.2) == []
        presse = Plume(base, 0.05)
        for _ in range(2):  # given up in time, and nothing is left held by who gave up
            with pytest.raises(OperationalError, match="database is locked"), presse:
                cordon.dire("deux plumes")
    assert cordon.entendre(20) == ["prise"]
    os.kill(enfant, signal.SIGKILL)
    os.waitpid(enfant, 0)
    with Plume(base):
        cordon.dire("rendue")
    assert cordon.entendre(0) == ["rendue"]


def test_une_presence_dure_autant_que_qui_la_tient(tmp_path):
    assert not presence.tenue(tmp_path)
    with presence.tenir(tmp_path), presence.tenir(tmp_path):
        assert presence.tenue(tmp_path)
    assert not presence.tenue(tmp_path)
