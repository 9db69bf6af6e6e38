"""Several communes at once: each keeps the order of its own stages, and no day begins before the last one is over."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import pytest

from college.reel.conduite import DE_FRONT, mener
from college.reel.plan import Evenement, prochain
from college.reel.serveur import Horloge
from tests.outillage.patience import PATIENCE

MATIN = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
SOIR, LENDEMAIN = MATIN + timedelta(hours=11), MATIN + timedelta(days=1)


def test_what_may_begin_while_other_seances_go_on():
    proposer, tenir, autre = (Evenement(MATIN, 0, "proposer"), Evenement(SOIR, 0, "tenir"), Evenement(SOIR, 1, "tenir"))
    demain = Evenement(LENDEMAIN, 2, "signer")
    assert prochain([proposer, tenir, autre, demain], []) == proposer
    assert prochain([tenir, autre, demain], [proposer]) == autre  # its own séance is busy: the other commune's turn
    assert prochain([tenir, demain], [proposer, autre]) is None  # tomorrow waits until today is done
    assert prochain([demain], [autre]) is None
    assert prochain([demain], []) == demain


def test_each_seance_in_its_order_and_the_clock_forward_only(tmp_path):
    evenements = [
        Evenement(MATIN + timedelta(days=jour, minutes=rang), rang, f"{jour}") for jour in range(4) for rang in range(5)
    ]
    horloge, verrou = Horloge(tmp_path / "horloge", MATIN), threading.Lock()
    faits: list[Evenement] = []
    ensemble: list[int] = []
    en_cours: set[int] = set()
    rendez_vous = threading.Barrier(DE_FRONT)

    def jouer(evenement: Evenement) -> None:
        with verrou:
            assert evenement.rang not in en_cours
            en_cours.add(evenement.rang)
            ensemble.append(len(en_cours))
            assert datetime.fromisoformat(horloge.fichier.read_text()) >= evenement.instant
        if evenement.instant < MATIN + timedelta(minutes=DE_FRONT):
            rendez_vous.wait(PATIENCE)  # the first ones of the first day meet: they are side by side
        with verrou:
            en_cours.remove(evenement.rang)
            faits.append(evenement)

    mener(reversed(evenements), horloge, jouer)
    assert sorted(faits) == evenements
    assert [fait.jour for fait in faits] == [evenement.jour for evenement in evenements]
    assert max(ensemble) == DE_FRONT


def test_what_goes_wrong_ends_it_all(tmp_path):
    def jouer(evenement: Evenement) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        mener([Evenement(MATIN, 0, "tenir")], Horloge(tmp_path / "horloge", MATIN), jouer)


def test_a_clock_turned_back_stays_where_it_is(tmp_path):
    horloge = Horloge(tmp_path / "horloge", SOIR)
    horloge.avancer(MATIN)
    assert datetime.fromisoformat(horloge.fichier.read_text()) == SOIR
