"""Writers of one process wait in line: none is ever told that the database is locked."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import text

from college import bail, boite_envoi, transaction
from college.transaction import ECRIVAINS, ecriture
from tests.outillage.patience import PATIENCE


def _ecrire(institution_id: int, combien: int) -> None:
    for _ in range(combien):
        with ecriture():
            boite_envoi.deposer("essai", institution_id)


def test_seize_fils_ecrivent_sans_jamais_trouver_la_base_verrouillee(monde):
    with ThreadPoolExecutor(16) as fils:
        for fait in [fils.submit(_ecrire, monde.institution_id, 10) for _ in range(16)]:
            fait.result(timeout=PATIENCE)
    assert bail.etat()["a_faire"] == 160


def test_un_message_pour_l_index_en_vaut_cent(monde):
    for _ in range(3):
        with ecriture():
            boite_envoi.deposer_un_seul("essai", monde.institution_id)
            boite_envoi.deposer_un_seul("essai", monde.institution_id)
    assert bail.etat()["a_faire"] == 1
    assert bail.prendre().sujet == "essai"
    with ecriture():
        boite_envoi.deposer_un_seul("essai", monde.institution_id)
    assert bail.etat() == {"a_faire": 1, "pris": 1}


def test_seize_fils_se_partagent_les_messages_sans_doublon(monde):
    _ecrire(monde.institution_id, 40)
    with ThreadPoolExecutor(16) as fils:
        prises = [p for p in fils.map(lambda _: bail.prendre(), range(60)) if p]
    assert len({p.id for p in prises}) == len(prises) == 40


@pytest.mark.postgresql
def test_sur_postgresql_une_rafale_entre_par_petits_groupes_et_nul_n_attend_longtemps(app_postgresql, monkeypatch):
    monkeypatch.setattr(transaction, "PATIENCE", 30)

    def ecrire(_):
        with ecriture() as unite:
            unite.execute(text("SELECT pg_sleep(0.005)"))
            return transaction.moteur().pool.checkedout()

    with ThreadPoolExecutor(16) as fils:
        assert max(fils.map(ecrire, range(48))) <= ECRIVAINS, "forty connections cost more than forty ballots"
    monkeypatch.setattr(transaction, "PATIENCE", 0.02)
    tous_dedans = Barrier(ECRIVAINS + 2)

    def rester(_):
        with ecriture():
            tous_dedans.wait(PATIENCE)  # broken if somebody had to wait until another one left

    with ThreadPoolExecutor(ECRIVAINS + 2) as fils:
        assert len(list(fils.map(rester, range(ECRIVAINS + 2)))) == ECRIVAINS + 2
