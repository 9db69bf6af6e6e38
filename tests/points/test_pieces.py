"""Pieces beyond their own point: copied with another one, named in somebody else's address, after the decision."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from college.boite_envoi import Message
from college.erreurs import Introuvable, Refus
from college.points import requetes, services, transmission
from college.points.annexes import antivirus
from college.points.annexes import requetes as annexes
from college.points.annexes.services import deplacer, joindre, renommer
from college.points.saisie import Saisie
from college.transaction import ecriture, lecture, unite

CHAMPS = {"organe": "college", "service": "travaux", "motivation": "Vu la loi ;", "dispositif": "Approuve."}
CSV = b"a;b\n1;2\n"


def _noms(point):
    return {piece.nom for piece in annexes.du_point(point)}


@pytest.fixture
def inscrit(monde):
    """An inscribed point of Alice's, with a public piece and a confidential one."""
    alice, chantal = monde.acteur("alice"), monde.acteur("chantal")
    with ecriture():
        point = services.proposer(alice, Saisie(titre="Vanne", **CHAMPS))
        joindre(alice, point, "plan.csv", CSV, "publiable")
        joindre(alice, point, "bilan-medical.csv", CSV, confidentielle=True)
        services.agir(alice, point, "soumettre")
        for qui in (monde.acteur("bernard"), chantal):
            services.agir(qui, point, "viser")
        services.changer_phase(chantal, point, "inscrit")
        return point.id


def test_p51_p58_qui_lit_l_agenda_ne_copie_pas_les_pieces_confidentielles(inscrit, monde):
    hugo, alice = monde.acteur("hugo"), monde.acteur("alice")
    with ecriture():
        assert _noms(transmission.dupliquer(hugo, requetes.point(hugo, inscrit))) == {"plan.csv"}
        siennes = _noms(transmission.dupliquer(alice, requetes.point(alice, inscrit)))
        assert siennes == {"plan.csv", "bilan-medical.csv"}


def test_p58_la_copie_d_une_piece_attend_elle_aussi_le_scanner(monde):
    alice, bernard = monde.acteur("alice"), monde.acteur("bernard")
    antivirus.brancher("tcp://127.0.0.1:9")
    try:
        with ecriture():
            point = services.proposer(alice, Saisie(titre="Vanne", **CHAMPS))
            joindre(alice, point, "plan.csv", CSV)
            (suivie,) = annexes.du_point(transmission.dupliquer(bernard, requetes.point(bernard, point.id)))
            with pytest.raises(Refus, match="attend"):
                annexes.octets(bernard, suivie)  # who copies has not joined it
            attendues = unite().scalars(select(Message).where(Message.sujet == "analyser_annexe"))
            assert suivie.id in {message.charge["annexe"] for message in attendues}
    finally:
        antivirus.brancher("")


def test_t9_une_piece_ne_se_deplace_que_dans_son_point(inscrit, monde, app, connecter):
    alice = monde.acteur("alice")
    with ecriture():
        autre = services.proposer(alice, Saisie(titre="Autre", **CHAMPS))
        etrangere = annexes.de(alice, requetes.point(alice, inscrit))[0]
        with pytest.raises(Introuvable):
            deplacer(alice, autre, etrangere, None)
    client = connecter(app.test_client(), "alice")
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/app/compte").text)[1]
    champs = {"id": etrangere.id, "sens": "haut", "csrf_token": jeton}
    assert client.post(f"/app/points/{autre.id}/annexes/ordre", data=champs).status_code == 404


def test_une_piece_d_un_point_decide_ne_devient_pas_posterieure_a_la_decision(inscrit, monde):
    chantal = monde.acteur("chantal")
    with ecriture():
        services.changer_phase(chantal, requetes.point(chantal, inscrit), "decide")
    with ecriture(), pytest.raises(Refus, match="décidé"):
        point = requetes.point(chantal, inscrit)
        plan = annexes.de(chantal, point)[0]
        renommer(chantal, point, plan, "plan.csv", "apres_decision", False, False)
    with lecture():
        assert {p.type for p in annexes.du_point(requetes.point(chantal, inscrit))} == {"publiable", "interne"}
