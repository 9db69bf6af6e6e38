"""The one owner of the transaction."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from sqlalchemy import select, update

from college import transaction
from college.api.modele import ReponseGardee
from college.erreurs import Invalide
from college.horloge import BRUXELLES
from college.organisation import compteurs
from college.organisation.modele import Compteur, Institution
from college.transaction import HorsTransaction, apres_commit, ecriture, lecture, unite


def test_a_service_outside_a_unit_of_work_is_a_fault():
    with pytest.raises(HorsTransaction):
        unite()


def test_a_refusal_rolls_everything_back(maison):
    with pytest.raises(ZeroDivisionError), ecriture() as base:
        base.add(Institution(code="autre", nom="Autre", type="cpas"))
        base.flush()
        raise ZeroDivisionError
    with lecture() as base:
        assert base.scalars(select(Institution.code)).all() == ["exemple"]


def test_a_nested_write_joins_the_outer_one(maison):
    with pytest.raises(ZeroDivisionError), ecriture():
        with ecriture() as dedans:
            dedans.add(Institution(code="autre", nom="Autre", type="cpas"))
        raise ZeroDivisionError
    with lecture() as base:
        assert base.scalars(select(Institution.code)).all() == ["exemple"]


def test_a_reading_unit_that_changed_something_says_so(maison):
    with pytest.raises(HorsTransaction), lecture() as base:
        base.scalars(select(Institution)).one().nom = "Changé"


def test_what_must_follow_a_commit_is_not_done_before_it_nor_without_it(maison):
    faits = []
    with pytest.raises(ZeroDivisionError), ecriture():
        transaction.une_fois_ecrit(lambda: faits.append("never"))
        raise ZeroDivisionError
    with ecriture() as session:
        with ecriture():
            transaction.une_fois_ecrit(lambda: faits.append(transaction.en_cours()))
        with session.begin_nested():
            session.add(Institution(code="autre", nom="Autre", type="cpas"))
        assert faits == [], "the inner unit joins the outer one"
    assert faits == [False]


def test_what_follows_is_woken_after_the_commit_only(maison):
    reveils = []

    def reveiller():
        reveils.append(transaction.en_cours())

    apres_commit(reveiller)
    try:
        with ecriture():
            pass
        assert reveils == []  # nothing was left in the outbox: nobody is woken
        with ecriture() as session:
            session.info[transaction.A_REVEILLER] = True
            assert reveils == []
        assert reveils == [False]
    finally:
        transaction._apres_commit.remove(reveiller)


def test_forty_writers_in_eight_threads_never_meet_a_locked_database_nor_a_gap(maison):
    def prendre(_):
        with ecriture():
            return compteurs.suivant(1, "acte", 2026, organe_id=7)

    with ThreadPoolExecutor(8) as fils:
        numeros = sorted(fils.map(prendre, range(40)))
    assert numeros == list(range(1, 41))


def test_a_number_taken_then_rolled_back_is_given_again(maison):
    with pytest.raises(ZeroDivisionError), ecriture():
        assert compteurs.suivant(1, "acte", 2026) == 1
        raise ZeroDivisionError
    with ecriture():
        assert compteurs.suivant(1, "acte", 2026) == 1
    with lecture() as base:
        assert base.scalars(select(Compteur.dernier)).one() == 1


@pytest.mark.parametrize(
    "changement",
    [
        update(Compteur).values(dernier=10**30),
        update(ReponseGardee).values(le=datetime(1, 1, 1, tzinfo=BRUXELLES)),  # in UTC, before the calendar
    ],
    ids=["number", "day"],
)
def test_what_no_column_can_hold_is_a_sentence(maison, changement):
    with pytest.raises(Invalide, match="dépasse ce qui peut être gardé"), ecriture() as base:
        base.execute(changement)
