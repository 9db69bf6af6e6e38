"""The head of the journal shown to a third party: a tail that is cut, a chain folded anew, a forged token are named."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import delete, select, text

from college import ancrage, journal, repartiteur
from college.administration import taches
from college.boite_envoi import Message
from college.connecteurs import horodatage
from college.journal import GENESE, EntreeJournal
from college.organisation.modele import Institution
from college.transaction import ecriture, lecture, unite


def _noter(acteur, combien: int) -> None:
    with ecriture():
        for rang in range(combien):
            journal.noter(acteur, "essai", unite().get(Institution, 1), rang=rang)
    with ecriture():
        journal.sceller()


def _jour() -> None:
    """What the dispatcher does in a day."""
    taches.demander_les_ancres()
    repartiteur.vider()
    with ecriture():
        journal.sceller()


def _bilan() -> ancrage.Bilan:
    with lecture():
        return ancrage.verifier(1)


@pytest.fixture
def ancre(app, monde, autorite_horodatage) -> Path:
    """Six entries, the last one shown to the authority; the file of its token."""
    _noter(monde.acteur("alice"), 6)
    _jour()
    return ancrage.ancres(1)[0].fichier


def test_t21_the_head_is_anchored_once_a_day_and_holds(ancre, monde):
    bilan = _bilan()
    assert (bilan.tenues, bilan.derniere, bilan.autorite, bilan.fautes) == (
        1, "2026-12-14T20:00:00+00:00", "Horodatage d’essai", ()
    )  # fmt: skip
    _jour()
    _noter(monde.acteur("alice"), 1)
    _jour()
    assert len(ancrage.ancres(1)) == 1  # the same day
    with ecriture():
        unite().execute(delete(Message).where(Message.sujet == "ancrer_journal"))  # the next one
    _jour()
    assert _bilan().tenues == 2


def test_t21_what_the_chain_alone_does_not_see_is_named(ancre, monde):
    with ecriture() as base:  # whoever holds the database folds the whole chain again after a change
        base.execute(text("UPDATE journal SET acteur = 'personne' WHERE id = 2"))
    with ecriture() as base:
        precedent = GENESE
        for entree in base.scalars(select(EntreeJournal).order_by(EntreeJournal.id)):
            entree.sceau = precedent = journal.sceau_de(precedent, entree)
    with lecture():
        assert journal.verifier(1).intacte
    assert "n’est plus la même" in _bilan().fautes[0]
    with ecriture() as base:  # or cuts the tail
        base.execute(text("DELETE FROM journal WHERE id > 3"))
    with lecture():
        assert journal.verifier(1).intacte
    assert "n’est plus là" in _bilan().fautes[0]


def test_t21_a_forged_token_is_no_proof(ancre):
    vrai = ancre.read_bytes()
    for place in (len(vrai) // 3, len(vrai) - 20):
        ancre.write_bytes(vrai[:place] + bytes([vrai[place] ^ 1]) + vrai[place + 1 :])
        assert "abîmé ou contrefait" in _bilan().fautes[0], place
    ancre.write_bytes(b"rien")
    assert "abîmé" in _bilan().fautes[0]
    ancre.write_bytes(vrai)
    ancre.rename(ancre.with_name(ancre.name.replace(ancre.stem[-64:], "0" * 64)))
    assert "autre chose" in _bilan().fautes[0]


def test_t21_without_an_authority_or_when_it_is_away_nothing_is_lost(app, monde):
    _noter(monde.acteur("alice"), 2)
    _jour()
    assert not ancrage.ancres(1)
    horodatage.brancher("http://127.0.0.1:9/")
    taches.demander_les_ancres()
    horodatage.brancher("")
    with lecture():
        assert unite().scalar(select(Message.etat).where(Message.sujet == "ancrer_journal")) == "a_faire"
