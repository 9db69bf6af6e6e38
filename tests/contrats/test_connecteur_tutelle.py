"""The contract that every road to a supervisory authority keeps, tried on real sockets.

A new connector adds one line to `ROUTES`; nothing else is asked of its author.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date, datetime

import pytest

from college.connecteurs import registre
from college.connecteurs.base import (
    Complement,
    Connecteur,
    ConnecteurTutelle,
    Dossier,
    ErreurDefinitive,
    ErreurPassagere,
    Piece,
)
from college.connecteurs.simulateur.serveur import Simulateur

ROUTES = ("etutelle_http", "depot_assiste", "nul")


def _dossier(
    cle: str = "cle-1", contenu: bytes = b"%PDF-1.7 acte", titre: str = "Règlement d’ordre intérieur"
) -> Dossier:
    return Dossier(
        cle_idempotence=cle,
        reference="CC/2026/139",
        titre="Règlement d’ordre intérieur",
        institution="Commune du Val-des-Aulnes",
        organe="Conseil communal",
        type_acte="ANN-ROI-CC",
        libelle_type="Règlement d’ordre intérieur du conseil communal",
        regime="annulation_obligatoire",
        autorite="Gouvernement wallon",
        base_legale="CDLD L3122-2 1°",
        date_decision=date(2026, 10, 12),
        transmettre_avant=date(2026, 10, 27),
        acte=Piece("délibération.pdf", b"%PDF-1.7 acte", code="deliberation", libelle="Délibération"),
        annexes=(Piece("roi.pdf", b"%PDF-1.7 roi", code="texte", libelle="Texte du règlement"),),
    )


@pytest.fixture(params=ROUTES)
def route(request: pytest.FixtureRequest) -> Iterator[ConnecteurTutelle]:
    with ExitStack() as pile:
        environnement = {}
        if request.param == "etutelle_http":
            environnement["COLLEGE_ETUTELLE_URL"] = pile.enter_context(Simulateur(delai=3600)).adresse
        yield registre.ouvrir("etutelle", request.param, autorises=ROUTES, environnement=environnement)


def test_tient_le_protocole(route):
    assert isinstance(route, Connecteur)
    assert isinstance(route, ConnecteurTutelle)
    assert route.libelle


def test_la_sonde_repond_par_une_phrase(route):
    etat = route.sonde()
    assert etat.ok
    assert etat.phrase.endswith(".")


def test_le_recu_porte_l_empreinte_de_ce_qui_a_ete_remis(route):
    dossier = _dossier()
    recu = route.deposer(dossier)
    assert recu.empreinte == dossier.empreinte
    assert recu.reference
    assert isinstance(recu.recu_le, datetime)
    assert recu.recu_le.tzinfo is not None


def test_remettre_deux_fois_n_a_qu_un_effet(route):
    premier = route.deposer(_dossier())
    assert route.deposer(_dossier()).reference == premier.reference
    assert route.deposer(_dossier(), reprise=True).reference == premier.reference


def test_reprise_sans_trace_remet_le_dossier(route):
    assert route.deposer(_dossier("jamais-vue"), reprise=True).reference


def test_relever_ne_rend_que_la_suite(route):
    recu = route.deposer(_dossier())
    assert list(route.relever(recu.reference, depuis=99)) == []


def test_retirer_est_fait_ou_refuse_avec_sa_phrase(route):
    recu = route.deposer(_dossier())
    try:
        route.retirer(recu.reference, "Erreur de pièce")
    except ErreurDefinitive as refus:
        assert "Guichet" in refus.phrase


def test_un_complement_rend_un_recu(route):
    recu = route.deposer(_dossier())
    complement = Complement("cle-1/c1", recu.reference, (Piece("avis.pdf", b"%PDF avis"),))
    try:
        assert route.completer(complement).empreinte == complement.empreinte
    except ErreurDefinitive as refus:
        assert "Aucune pièce n’est attendue" in refus.phrase


def test_les_deux_familles_d_erreurs_sont_distinctes():
    assert not issubclass(ErreurDefinitive, ErreurPassagere)
    assert not issubclass(ErreurPassagere, ErreurDefinitive)
