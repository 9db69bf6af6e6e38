"""What a stream was opened with is asked again, for all streams in one statement."""

from __future__ import annotations

import socket
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from college import horloge, transaction
from college.organisation import jetons, temoins
from college.organisation.modele import Agent, Appartenance, Jeton, Mandat, SessionWeb
from college.organisation.temoins import Temoin
from college.seances.carillon import Carillon
from college.seances.modele import Seance
from college.seances.sonnette import Sonnette
from college.transaction import ecriture, lecture, unite


@pytest.fixture
def temoin(monde):
    """`temoin("denis")`: let in by a token of theirs."""

    def creer(identifiant: str) -> Temoin:
        with ecriture():
            jeton = jetons.creer(monde.agent(identifiant), "flux")
        return Temoin(monde.acteur(identifiant), temoins.empreinte(jeton))

    return creer


def _perdus(*tous: Temoin) -> set[str]:
    with lecture():
        return {t.acteur.identifiant for t in temoins.perdus(tous)}


def _revoquer(identifiant: str) -> None:
    for jeton in unite().scalars(select(Jeton).join(Agent, Agent.id == Jeton.agent_id)):
        if unite().get_one(Agent, jeton.agent_id).identifiant == identifiant:
            jeton.revoque_le = horloge.systeme()


def _desactiver(identifiant: str) -> None:
    unite().scalars(select(Agent).where(Agent.identifiant == identifiant)).one().actif = False


def _demettre(identifiant: str) -> None:
    numero = unite().scalar(select(Agent.id).where(Agent.identifiant == identifiant))
    for tenu in unite().scalars(select(Appartenance).where(Appartenance.agent_id == numero)):
        unite().delete(tenu)


def _finir(_identifiant: str) -> None:
    for mandat in unite().scalars(select(Mandat)):
        mandat.au = date.today() - timedelta(days=1)


@pytest.mark.parametrize(
    ("geste", "qui", "perdus"),
    [
        (None, "", set()),
        (_revoquer, "denis", {"denis"}),
        (_desactiver, "alice", {"alice"}),
        (_demettre, "alice", {"alice"}),
        (_demettre, "chantal", {"chantal"}),
        (_finir, "", {"denis", "chantal"}),
    ],
)
def test_who_lost_a_right_or_a_token_is_named_and_nobody_else(monde, temoin, geste, qui, perdus):
    tous = [temoin("denis"), temoin("alice"), temoin("chantal"), temoin("gaston")]
    with ecriture():
        if geste:
            geste(qui)
    assert _perdus(*tous) == perdus


def test_a_session_that_ends_takes_its_streams_along(app, monde, connecter):
    connecter(app.test_client(), "denis")
    with lecture():
        numero = unite().scalars(select(SessionWeb.id)).one()
    tenu = Temoin(monde.acteur("denis"), f"session {numero}")
    assert _perdus(tenu) == set()
    with ecriture():
        unite().get_one(SessionWeb, numero).expire_le = horloge.systeme()
    assert _perdus(tenu) == {"denis"}


def test_one_statement_however_many_they_are(temoin):
    tous = {temoin(qui) for qui in ("denis", "alice", "bernard", "chantal", "emile", "gaston", "hugo")}
    requetes: list[str] = []
    ecouter = lambda _c, _k, requete, *_: requetes.append(requete)  # noqa: E731
    with lecture():
        unite().connection()
        event.listen(transaction.moteur(), "before_cursor_execute", ecouter)
        assert temoins.perdus(tous) == set()
        event.remove(transaction.moteur(), "before_cursor_execute", ecouter)
    assert len(requetes) == 1


def test_t9_a_stream_ends_with_the_right_that_opened_it(monde, temoin):
    with ecriture():
        commun = {"institution_id": monde.institution_id, "organe_id": monde.organe("college").id}
        seance = Seance(**commun, debut=horloge.systeme(), cree_le=horloge.systeme(), etat="convoquee")
        unite().add(seance)
        unite().flush()
    carillon, ecoutes = Carillon(Sonnette()), {}
    for qui in ("denis", "alice", "bernard", "lecteur"):
        ici, la = socket.socketpair()
        ici.settimeout(10)
        carillon.accueillir(la, seance.id, 1, b"", None if qui == "lecteur" else temoin(qui))
        ecoutes[qui] = ici
        assert b'"revision": 1' in ici.recv(4096)
    with ecriture():
        _demettre("alice")
    carillon.fermer_les_perdus()
    assert ecoutes["alice"].recv(4096) == b""
    assert carillon.pris == 3, "who kept their right is still told"
    with ecriture():
        unite().get_one(Seance, seance.id).etat = "en_preparation"  # its notice is cancelled
    carillon.fermer_les_perdus()
    assert ecoutes["bernard"].recv(4096) == b"", "an agent no longer reads it"
    assert carillon.pris == 2, "a member of the collège still does"
    with ecriture():
        unite().get_one(Seance, seance.id).etat = "annulee"
    carillon.fermer_les_perdus()
    assert ecoutes["denis"].recv(4096) == b"" and carillon.pris == 1, "nothing will ring any more"
    carillon.rompre()
    assert ecoutes["lecteur"].recv(4096) == b""
    for ecoute in ecoutes.values():
        ecoute.close()
