"""Group commit: what was acknowledged was flushed, and neighbours share a flush."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from college import gravure
from college.gravure import Gravure, JournalSqlite
from college.organisation.modele import Institution
from college.transaction import ecriture, lecture
from tests.outillage.patience import PATIENCE


def test_chacun_attend_un_vidage_commence_apres_lui_et_tous_en_partagent_peu():
    debuts = []

    def vider():
        debuts.append(time.monotonic())
        time.sleep(0.01)

    commun = Gravure(vider)

    def graver(_):
        demande = time.monotonic()
        commun.attendre()
        return any(demande <= debut for debut in debuts)

    with ThreadPoolExecutor(45) as fils:
        assert all(fils.map(graver, range(450)))
    assert 1 <= len(debuts) < 200


def test_un_vidage_qui_echoue_se_dit_et_le_suivant_est_tente():
    essais = []

    def vider():
        essais.append(1)
        if len(essais) == 1:
            raise OSError("disk")

    commun = Gravure(vider)
    with pytest.raises(OSError, match="disk"):
        commun.attendre()
    commun.attendre()
    assert len(essais) == 2


def test_qui_attend_pendant_un_vidage_manque_vide_a_son_tour():
    commence, lacher, essais = threading.Event(), threading.Event(), []

    def vider():
        essais.append(1)
        if len(essais) == 1:
            commence.set()
            lacher.wait(PATIENCE)
            raise OSError("disk")

    commun = Gravure(vider)
    with ThreadPoolExecutor(2) as fils:
        premier = fils.submit(commun.attendre)
        commence.wait(PATIENCE)
        second = fils.submit(commun.attendre)
        lacher.set()
        assert isinstance(premier.exception(PATIENCE), OSError)
        assert second.exception(PATIENCE) is None
    assert len(essais) == 2


def test_une_ecriture_rend_la_main_quand_le_journal_est_vide(maison, monkeypatch):
    vides = []
    monkeypatch.setattr(gravure, "_vider", vides.append)
    with ecriture() as session:
        session.add(Institution(code="autre", nom="Autre", type="cpas"))
        assert not vides
    assert len(vides) == 1
    with ecriture(grave=False) as session:
        session.add(Institution(code="encore", nom="Encore", type="cpas"))
    assert len(vides) == 1


def test_la_base_de_production_attend_le_disque(disque_de_production, base):
    with lecture() as session:
        assert session.scalar(text("PRAGMA synchronous")) == 1, "NORMAL"
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
    assert gravure._vider.__name__ in ("fdatasync", "fsync")


def test_un_journal_disparu_est_deja_dans_le_fichier(tmp_path):
    JournalSqlite(tmp_path / "college.sqlite3")()
    assert list(tmp_path.iterdir()) == []
