"""Housekeeping: the journal is sealed without gaps while people write, old messages are forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from college import boite_envoi, entretien, horloge, journal
from college.boite_envoi import Message
from college.droits import acteur_systeme
from college.journal import EntreeJournal
from college.organisation.modele import Institution
from college.transaction import ecriture, lecture
from tests.outillage.patience import PATIENCE


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


@pytest.mark.postgresql
def test_un_long_ecrivain_fait_attendre_le_sceau_et_personne_d_autre(postgres, monkeypatch):
    monkeypatch.setattr(entretien, "PATIENCE", 50)
    with ecriture() as session:
        journal.noter(acteur_systeme(postgres), "essai.long", session.get_one(Institution, postgres))
        session.flush()  # number 1 is taken, and nobody sees it yet
        _dans_un_fil(_noter, postgres, 1)
        _dans_un_fil(entretien.sceller_le_journal)  # comes back at once, without sealing number 2 before number 1
        _dans_un_fil(_noter, postgres, 1)
        assert _a_sceller() == [2, 3]
    entretien.sceller_le_journal()
    with lecture():
        assert journal.verifier(postgres) == journal.Verification(3, 0, None)


@pytest.mark.postgresql
def test_la_commande_qui_scelle_attend_elle_aussi_l_ecrivain_en_cours(postgres):
    def _verifier() -> None:
        with ecriture():
            journal.sceller()

    scelleur = threading.Thread(target=_verifier)
    with ecriture() as session:
        journal.noter(acteur_systeme(postgres), "essai.long", session.get_one(Institution, postgres))
        session.flush()
        _dans_un_fil(_noter, postgres, 1)
        scelleur.start()
        scelleur.join(0.3)
        assert scelleur.is_alive() and _a_sceller() == [2]
    scelleur.join(PATIENCE)
    with lecture():
        assert journal.verifier(postgres) == journal.Verification(2, 0, None)


def _dans_un_fil(faire: Callable[..., object], *donnees: object) -> None:
    """On a connection of its own, while ours is still open."""
    fil = threading.Thread(target=faire, args=donnees)
    fil.start()
    fil.join(PATIENCE)
    assert not fil.is_alive()


def _a_sceller() -> list[int]:
    """What another connection sees without its seal."""
    vus: list[int] = []

    def _lire() -> None:
        with lecture() as session:
            vus.extend(session.scalars(select(EntreeJournal.id).where(EntreeJournal.sceau.is_(None)).order_by("id")))

    _dans_un_fil(_lire)
    return vus


def test_un_message_fait_depuis_longtemps_est_oublie_sauf_s_il_a_une_cle(monde):
    with ecriture() as session:
        for cle, age in (("garde", 40), (None, 40), (None, 1)):
            message = boite_envoi.deposer("essai", monde.institution_id, cle_unique=cle)
            message.etat, message.fini_le = "fait", horloge.systeme() - timedelta(days=age)
        session.flush()
    entretien.oublier_les_messages_faits()
    with lecture() as session:
        assert len(session.scalars(select(Message.id)).all()) == 2
