"""Housekeeping: the journal is sealed without gaps while people write, old messages are forgotten."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from college import boite_envoi, entretien, horloge, journal
from college.boite_envoi import Message
from college.droits import acteur_systeme
from college.journal import EntreeJournal
from college.organisation.modele import Institution
from college.transaction import ecriture, lecture


def _noter(institution_id: int, combien: int) -> None:
    for _ in range(combien):
        with ecriture() as session:
            institution = session.get_one(Institution, institution_id)
            journal.noter(acteur_systeme(institution_id), "essai.fait", institution)


def test_le_journal_est_scelle_puis_verifie(monde):
    _noter(monde.institution_id, 3)
    entretien.sceller_le_journal()
    entretien.sceller_le_journal()
    with lecture():
        verification = journal.verifier(monde.institution_id)
    assert (verification.lues, verification.en_attente, verification.intacte) == (3, 0, True)


@pytest.mark.postgresql
def test_quatre_ecrivains_et_deux_scelleurs_laissent_une_chaine_entiere(postgres):
    fini = threading.Event()

    def _sceller() -> None:
        while not fini.is_set():
            entretien.sceller_le_journal()

    ecrivains = [threading.Thread(target=_noter, args=(postgres, 25)) for _ in range(4)]
    scelleurs = [threading.Thread(target=_sceller) for _ in range(2)]
    for fil in (*ecrivains, *scelleurs):
        fil.start()
    for fil in ecrivains:
        fil.join()
    fini.set()
    for fil in scelleurs:
        fil.join()
    entretien.sceller_le_journal()
    with lecture() as session:
        verification = journal.verifier(postgres)
        assert session.scalars(select(EntreeJournal.id).where(EntreeJournal.sceau.is_(None))).all() == []
    assert (verification.lues, verification.intacte) == (100, True)


def test_un_message_fait_depuis_longtemps_est_oublie_sauf_s_il_a_une_cle(monde):
    with ecriture() as session:
        for cle, age in (("garde", 40), (None, 40), (None, 1)):
            message = boite_envoi.deposer("essai", monde.institution_id, cle_unique=cle)
            message.etat, message.fini_le = "fait", horloge.systeme() - timedelta(days=age)
        session.flush()
    entretien.oublier_les_messages_faits()
    with lecture() as session:
        assert len(session.scalars(select(Message.id)).all()) == 2
