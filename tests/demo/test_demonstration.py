"""The demo is made by the real services, once, and says who its people are."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from sqlalchemy import func, select

from college import transaction
from college.actes.modele import Acte
from college.commandes.demo import demo
from college.demo import installation
from college.erreurs import Refus
from college.organisation.modele import Institution
from college.points.modele import PHASES, LienPoints, Point
from college.publication.modele import Publication
from college.seances.modele import Scrutin, Seance
from college.settings import Settings
from college.transaction import ecriture, lecture
from college.tutelle.modele import Envoi


@pytest.fixture
def reglages(app, tmp_path) -> Settings:
    """The settings of `app`, in demo mode."""
    return app.extensions["college"].model_copy(update={"demo": True})


@pytest.fixture
def migree(monkeypatch):
    """`app` already has its tables: migrating them again is another test's subject."""
    monkeypatch.setattr(installation.migrations, "monter", lambda _moteur: None)


def _compte(table, *criteres) -> int:
    with lecture() as session:
        return session.scalar(select(func.count()).select_from(table).where(*criteres)) or 0


@pytest.mark.documents
def test_the_demo_is_whole_and_made_once(app, reglages, migree):
    assert installation.assurer(reglages, print) is True
    assert installation.assurer(reglages, print) is False
    copies = select(LienPoints.de_id).where(LienPoints.type == "reporte_de")
    assert _compte(Point, Point.id.not_in(copies)) == 60, "the points of the data; a postponed one goes on as a copy"
    for phase in PHASES:
        assert _compte(Point, Point.phase == phase), f"no point is « {phase} »"
    etats = {"en_preparation": 1, "convoquee": 1, "pv_approuve": 3}
    assert {etat: _compte(Seance, Seance.etat == etat) for etat in etats} == etats
    assert _compte(Scrutin, Scrutin.mode == "secret") == 1
    assert _compte(Acte, Acte.type == "pv", Acte.etat_pv == "signe") == _compte(Acte, Acte.type == "pv") >= 4
    assert _compte(Acte, Acte.etat == "publie") >= 10
    assert _compte(Publication, Publication.retenue.is_(True)) >= 1
    assert _compte(Envoi, Envoi.etat == "sans_mesure") == 2
    assert _compte(Envoi, Envoi.etat == "en_instruction") == 1
    gens = installation.personnes()
    assert {"secretaire:college", "secretaire:conseil"} <= set(_roles(gens, "chantal"))
    assert "bourgmestre:college" in _roles(gens, "solange")
    assert all(ligne.count("  ") >= 2 for ligne in installation.presentation(gens)[1:])


def _roles(gens, identifiant):
    return next(personne.roles for personne in gens if personne.identifiant == identifiant)


def test_the_demo_is_refused_outside_demo_mode(reglages):
    with pytest.raises(Refus, match="COLLEGE_DEMO=0"):
        installation.assurer(reglages.model_copy(update={"demo": False}), print)


def test_the_demo_is_refused_in_a_base_that_serves(reglages, migree):
    with ecriture() as session:
        session.add(Institution(code="vraie", nom="Vraie commune", type="commune"))
    with pytest.raises(Refus, match="vraie"):
        installation.assurer(reglages, print)


def test_the_command_refuses_with_one_sentence(tmp_path, monkeypatch):
    monkeypatch.setenv("COLLEGE_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("COLLEGE_DEMO", "0")
    resultat = CliRunner().invoke(demo, ["--json"])
    assert isinstance(resultat.exception, Refus)
    transaction.moteur().dispose()


def test_people_are_printed_as_json(app, reglages):
    assert json.loads(json.dumps([p.en_clair() for p in installation.personnes()])) == []
