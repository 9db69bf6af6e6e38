"""Pages cost the same number of statements whatever the number of points, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import event
from werkzeug.datastructures import MultiDict

from college import transaction
from college.points import requetes, services
from college.points.annuaire import annuaire
from college.points.listes import inbox, points
from college.points.saisie import Saisie
from college.transaction import ecriture, lecture, unite
from tests import fabriques
from tests.fabriques import Monde


@pytest.fixture
def compter():
    """How many statements a function sends (BEGIN not counted)."""

    def mesurer(fonction):
        envoyees = []
        ecouter = lambda *arguments: envoyees.append(arguments[2])  # noqa: E731
        event.listen(transaction.moteur(), "before_cursor_execute", ecouter)
        try:
            fonction()
        finally:
            event.remove(transaction.moteur(), "before_cursor_execute", ecouter)
        return len([demande for demande in envoyees if not demande.startswith("BEGIN")])

    return mesurer


@pytest.fixture
def sur_postgresql(creer_application, base_postgresql):
    """The application and its small world on a real PostgreSQL."""
    app = creer_application(database_url=base_postgresql)
    yield app, Monde(fabriques.peupler())
    transaction.moteur().dispose()


def _proposer(monde, combien, soumettre=True):
    acteur = monde.acteur("alice")
    with ecriture():
        for n in range(combien):
            saisie = Saisie(organe="college", service="travaux", titre=f"Égouttage n° {n}", montant_htva=n * 1000)
            point = services.proposer(acteur, saisie)
            if soumettre and n % 2:
                services.agir(acteur, point, "soumettre")


def test_les_listes_coutent_autant_pour_trois_ou_soixante_points(monde, app, compter):
    acteur = monde.acteur("bernard")

    def ouvrir():
        with lecture(), app.test_request_context("/app/points"):
            inbox(acteur, "moi")
            points(acteur, MultiDict())

    _proposer(monde, 4)
    peu = compter(ouvrir)
    _proposer(monde, 60)
    assert compter(ouvrir) == peu <= 8


def test_l_annuaire_est_une_seule_requete(monde, compter):
    def lire():
        with lecture():
            annuaire(monde.institution_id)
            annuaire(monde.institution_id)

    assert compter(lire) == 1


@pytest.mark.postgresql
def test_la_meme_histoire_sur_postgresql(sur_postgresql):
    app, monde = sur_postgresql
    _proposer(monde, 40)
    with lecture(), app.test_request_context("/app/points"):
        bernard = monde.acteur("bernard")
        assert requetes.compteurs(bernard)["a_viser"] == 20
        vues = points(bernard, MultiDict({"q": "egouttage 2026-0002"}))
        assert [point.reference[-4:] for point in vues["points"]] == ["0002"]
        assert inbox(bernard, "moi")["groupes"][0][0] == "a_viser"
        for qui in ("hugo", "emile", "denis", "gaston", "fatima"):
            assert not unite().scalars(requetes.liste(monde.acteur(qui), requetes.Filtre())).all(), qui
    with ecriture():
        chantal = monde.acteur("chantal")
        for point in unite().scalars(requetes.liste(chantal, requetes.Filtre(phase="en_validation"))).all()[:3]:
            services.agir(monde.acteur("bernard"), point, "viser")
            services.agir(chantal, point, "viser")
            services.changer_phase(chantal, point, "inscrit")
    with lecture():
        assert len(unite().scalars(requetes.liste(monde.acteur("hugo"), requetes.Filtre())).all()) == 3
        assert len(unite().scalars(requetes.liste(monde.acteur("denis"), requetes.Filtre())).all()) == 3
