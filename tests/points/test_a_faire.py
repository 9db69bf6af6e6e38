"""« À faire » counts right after each kind of act, puts what is late first, and says where a point is by function."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from college import horloge
from college.organisation.modele import Appartenance, Service
from college.points import abonnements, ecrans, etats, recherche, requetes, services
from college.points.avis import services as services_avis
from college.points.etats import etat_de
from college.points.modele import Point
from college.points.recherche import Filtre
from college.points.saisie import Saisie
from college.transaction import ecriture, lecture, unite

QUI = ("alice", "bernard", "chantal", "emile", "hugo", "denis")


@pytest.fixture
def proposer(monde, app):
    """`proposer(40000)`: a point of alice with that amount."""

    def faire(htva=0, titre="Trottoirs"):
        champs = {"titre": titre, "motivation": "Vu la loi ;", "dispositif": "Approuve.", "montant_htva": htva}
        with ecriture():
            return services.proposer(monde.acteur("alice"), Saisie(organe="college", service="travaux", **champs)).id

    return faire


def _agir(monde, qui, point_id, action, commentaire="", **options):
    acteur = monde.acteur(qui)
    with ecriture():
        services.agir(acteur, unite().get_one(Point, point_id), action, commentaire, **options)


def _a_traiter(monde):
    """The counter of each person, checked against the very list that the page shows."""
    comptes = {}
    for qui in QUI:
        with lecture():
            acteur = monde.acteur(qui)
            lus, lots = requetes.compteurs(acteur), requetes.a_faire(acteur)
            if {nom: lus[nom] for nom in lots} != {nom: len(lot) for nom, lot in lots.items()}:
                raise AssertionError((qui, lus, lots))
            if lus["a_traiter"]:
                comptes[qui] = lus["a_traiter"]
    return comptes


def test_les_compteurs_sont_justes_apres_chaque_action(monde, proposer):
    point = proposer(50_000)
    vus, sous = [_a_traiter(monde)], []
    for qui, action, options in (
        ("alice", "soumettre", {}),
        ("bernard", "renvoyer", {"commentaire": "Précisez."}),
        ("alice", "soumettre", {}),
        ("alice", "reprendre", {}),
        ("alice", "soumettre", {}),
        ("bernard", "viser", {}),
        ("emile", "rendre_avis", {"avis": "favorable", "texte_avis": "Bien."}),
        ("chantal", "viser", {}),
    ):
        _agir(monde, qui, point, action, **options)
        vus.append(_a_traiter(monde))
        with lecture():
            lots = requetes.a_faire(monde.acteur("alice"))
        sous.append(next((nom for nom, lot in lots.items() if lot), ""))
    assert vus == [
        {"alice": 1}, {"bernard": 1}, {"alice": 1}, {"bernard": 1}, {"alice": 1}, {"bernard": 1}, {"emile": 1},
        {"chantal": 1}, {},
    ]  # fmt: skip
    assert sous[:4] == ["", "renvoyes", "", "brouillons"], "taken back by its author: nobody sent it back"


def test_ce_qui_est_en_retard_vient_en_premier(monde, proposer, app, connecter):
    points = [proposer(50_000, f"Objet {n}") for n in range(3)]
    for point in points:
        _agir(monde, "alice", point, "soumettre")
        _agir(monde, "bernard", point, "viser")
    with ecriture():
        unite().get_one(Point, points[2]).echeance = horloge.aujourdhui() - timedelta(days=2)
    with lecture():
        lots = requetes.a_faire(monde.acteur("emile"))
    assert [point.titre for point in lots["avis_attendus"]] == ["Objet 2", "Objet 0", "Objet 1"]
    page = connecter(app.test_client(), "emile").get("/app/").text
    assert page.index("Objet 2") < page.index("Objet 0") and page.count("En retard\u00a0:") == 1


def test_le_suivi_nomme_des_fonctions(monde, proposer, app):
    point = proposer(50_000)
    _agir(monde, "alice", point, "soumettre")
    with lecture(), app.test_request_context("/app/"):
        lu = unite().get_one(Point, point)
        arrets = ecrans.parcours(etat_de(lu), monde.acteur("alice"), lu)
    attendent = [arret["detail"] for arret in arrets if arret["etat"] in ("courant", "a_venir") and arret["detail"]]
    assert attendent == ["Chef de service, Travaux", "Directeur financier", "Direction générale"]


def test_un_point_decide_se_trouve_par_sa_seance_et_son_acte(monde, proposer):
    point, chantal = proposer(), monde.acteur("chantal")
    seance = SimpleNamespace(debut=horloge.depuis("2026-12-14T19:00")())
    acte = SimpleNamespace(point_id=point, reference="COL/2026/412")
    with ecriture():
        abonnements.dater(chantal, seance, [SimpleNamespace(point_id=point)])
        abonnements.numeroter(chantal, acte)
    with lecture():
        alice = monde.acteur("alice")
        trouves = [recherche.compter(alice, Filtre(q=q), 9) for q in ("14 décembre 2026", "14/12/2026", "COL/2026/412")]
    assert trouves == [1, 1, 1]


@pytest.mark.parametrize("liste", ["moi", "miens", "service"])
def test_chaque_ligne_d_a_faire_nomme_son_point(monde, app, connecter, proposer, liste):
    point = proposer(titre="Trottoirs de la rue Haute")
    _agir(monde, "alice", point, "soumettre")
    page = connecter(app.test_client(), "alice").get(f"/app/?liste={liste}").text
    assert f'<a href="/app/points/{point}">Trottoirs de la rue Haute</a>' in page


def test_les_compteurs_suivent_les_droits_de_l_instant(monde, proposer):
    """An observer counts no draft of the service that he reads; who changed service counts no point left behind."""
    _, envoye = proposer(), proposer(50_000)
    _agir(monde, "alice", envoye, "soumettre")
    _agir(monde, "bernard", envoye, "viser")
    with ecriture():
        point = unite().get_one(Point, envoye)
        avis = etats.avis_de(point)[0]
        services_avis.signaler_incomplet(monde.acteur("emile"), point, avis, "Il manque le cahier des charges.")
        qui = {"institution_id": monde.institution_id, "agent_id": monde.agent("hugo").id}
        unite().add(Appartenance(role="lecteur", service_id=point.service_id, **qui))
    with lecture():
        assert requetes.compteurs(monde.acteur("hugo"))["service"] == 1, "the draft is not an observer's"
        assert requetes.compteurs(monde.acteur("alice"))["a_completer"] == 1
    with ecriture():
        finances = unite().scalar(select(Service.id).where(Service.code == "finances"))
        siens = Appartenance.agent_id == monde.agent("alice").id
        unite().execute(update(Appartenance).where(siens).values(service_id=finances))
    with lecture():
        comptes, lots = requetes.compteurs(monde.acteur("alice")), requetes.a_faire(monde.acteur("alice"))
        assert comptes == dict.fromkeys(comptes, 0) and not any(lots.values()), comptes
