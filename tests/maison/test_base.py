"""Small base modules: store, rights, French, return addresses, outbox."""

from datetime import date, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError, StatementError

from college import boite_envoi, droits, francais, stockage
from college.boite_envoi import Message
from college.erreurs import Interdit, Introuvable, NonIdentifie
from college.organisation.modele import SessionWeb
from college.transaction import ecriture, lecture
from college.web import adresse_locale


def test_bytes_are_stored_once_and_read_back(tmp_path):
    stockage.brancher(tmp_path)
    empreinte = stockage.deposer(b"acte")
    assert stockage.deposer(b"acte") == empreinte
    assert stockage.lire(empreinte) == b"acte"
    assert [p.name for p in tmp_path.rglob("*") if p.is_file()] == [empreinte]


def test_an_altered_file_is_never_served(tmp_path):
    stockage.brancher(tmp_path)
    empreinte = stockage.deposer(b"acte")
    stockage.chemin(empreinte).write_bytes(b"autre")
    with pytest.raises(Introuvable, match="altéré"):
        stockage.lire(empreinte)


def test_a_right_is_asked_of_a_person(alice):
    with pytest.raises(NonIdentifie):
        droits.verifier("connecte", None)
    with pytest.raises(Interdit, match="administrateur"):
        droits.verifier("administration", alice)
    assert droits.peut("connecte", alice) and not droits.peut("secretariat", alice)


def test_an_unknown_right_is_a_fault_of_ours(alice):
    with pytest.raises(KeyError):
        droits.verifier("point.inexistant", alice)


@pytest.mark.parametrize(
    "suite",
    [
        "//evil.be", "/\\evil.be", "http:///evil.be", "https://evil.be", "/\tevil.be", " //evil.be",
        "javascript:alert(1)", "", "app/", "/app/\r\nSet-Cookie: x",
    ],
)  # fmt: skip
def test_a_return_address_stays_here(suite):
    assert adresse_locale(suite) == "/app/"


def test_a_local_return_address_is_kept():
    assert adresse_locale("/app/points?phase=valide") == "/app/points?phase=valide"


def test_dates_amounts_and_counts_in_french():
    assert francais.date_longue(date(2027, 5, 1), avec_jour=True) == "samedi 1er\u00a0mai\u00a02027"
    assert francais.montant(21500) == "21\u202f500\u00a0€"
    assert francais.montant(21500.5) == "21\u202f500,50\u00a0€"
    assert francais.compte(1, "voix", "voix", feminin=True) == "une voix"
    assert francais.compte(3, "voix", "voix") == "3\u00a0voix"
    assert francais.enumerer(["a", "b", "c"]) == "a, b et c"
    assert francais.de("Alice") == "d’Alice" and francais.de("Bernard") == "de Bernard"


def test_a_message_with_a_key_is_left_once(maison):
    with ecriture():
        assert boite_envoi.deposer("rediger_acte", 1, cle_unique="acte:1", acte_id=1)
    with ecriture():
        assert boite_envoi.deposer("rediger_acte", 1, cle_unique="acte:1", acte_id=1) is None
    with lecture() as base:
        assert base.scalar(select(func.count()).select_from(Message)) == 1


def test_the_database_refuses_a_naive_instant(maison):
    naif = datetime(2026, 11, 21)
    with pytest.raises(StatementError, match="naive"), ecriture() as base:
        base.add(SessionWeb(empreinte="x", creee_le=naif, vue_le=naif, expire_le=naif))


def test_an_error_of_the_database_repeats_no_value_that_was_written(maison):
    with pytest.raises(IntegrityError) as faute, ecriture() as base:
        base.add(Message(sujet="essai", institution_id=1, charge={"dit": "vote secret"}))  # without its instant
    assert "vote secret" not in str(faute.value) and "hidden" in str(faute.value)
