"""Pages cost the same number of statements whatever the number of points, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import event
from werkzeug.datastructures import MultiDict

from college import horloge, transaction
from college.points import dossier, recherche, requetes, services
from college.points.annexes import requetes as annexes
from college.points.annexes.services import joindre
from college.points.annuaire import annuaire
from college.points.etats import texte
from college.points.listes import inbox, points
from college.points.saisie import Modification, Saisie
from college.points.transmission import dupliquer
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
        utiles = [demande for demande in envoyees if not demande.startswith("BEGIN")]
        print(*(" ".join(demande.split())[:100] for demande in utiles), sep="\n")  # shown when a test fails
        return len(utiles)

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
    assert compter(ouvrir) <= 8
    _proposer(monde, 60)
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
        vues = points(bernard, MultiDict({"q": f"egouttage {horloge.aujourdhui().year}-0002"}))
        assert [point.reference[-4:] for point in vues["points"]] == ["0002"]
        assert inbox(bernard, "moi")["groupes"][0][0] == "a_viser"
        for qui in ("hugo", "emile", "denis", "gaston", "fatima"):
            assert not unite().scalars(recherche.liste(monde.acteur(qui), recherche.Filtre())).all(), qui
    with ecriture():
        chantal = monde.acteur("chantal")
        for point in unite().scalars(recherche.liste(chantal, recherche.Filtre(phase="en_validation"))).all()[:3]:
            services.agir(monde.acteur("bernard"), point, "viser")
            services.agir(chantal, point, "viser")
            services.changer_phase(chantal, point, "inscrit")
    with lecture():
        assert len(unite().scalars(recherche.liste(monde.acteur("hugo"), recherche.Filtre())).all()) == 3
        assert len(unite().scalars(recherche.liste(monde.acteur("denis"), recherche.Filtre())).all()) == 3


def _charger_un_dossier(monde):
    """A point that lived: revisions, passages, an advice, pieces, a link."""
    alice, bernard = monde.acteur("alice"), monde.acteur("bernard")
    champs = {"titre": "Égouttage", "motivation": "Vu la loi ;", "dispositif": "Approuve.", "montant_htva": 50000}
    with ecriture():
        point = services.proposer(alice, Saisie(organe="college", service="travaux", **champs))
        for n in range(5):
            services.modifier(alice, point, Modification(motivation=f"Vu la loi {n} ;"))
            joindre(alice, point, f"plan {n}.txt", b"un plan", "interne", confidentielle=n == 0)
        services.agir(alice, point, "soumettre")
        services.agir(bernard, point, "renvoyer", "Précisez.")
        services.agir(alice, point, "soumettre")
        services.agir(bernard, point, "viser")
        dupliquer(alice, point)
    return point.id


def test_la_page_d_un_point_et_l_editeur_tiennent_en_six_requetes(monde, app, connecter, compter):
    vide, numero = None, _charger_un_dossier(monde)
    with ecriture():
        vide = services.proposer(monde.acteur("alice"), Saisie(organe="college", service="travaux", titre="Vide")).id
    for qui, adresses in {
        "alice": (f"/app/points/{vide}", f"/app/points/{vide}/modifier", f"/app/points/{numero}"),
        "emile": (f"/app/points/{numero}",),
        "chantal": (f"/app/points/{numero}",),
    }.items():
        client = connecter(app.test_client(), qui)
        for adresse in (
            *adresses,
            "/app/",
            "/app/points",
            "/app/points?q=egouttage",
            "/app/recherche?q=egouttage",
            "/app/points/nouveau",
        ):
            if qui != "alice" and adresse.endswith("nouveau"):
                continue
            client.get(adresse)
            demandees = compter(lambda client=client, adresse=adresse: client.get(adresse))
            permises = 6 + (qui == "chantal")  # an elected person's groups are one more
            assert demandees <= permises, (qui, adresse, demandees)
    with ecriture():
        chantal = monde.acteur("chantal")
        services.changer_phase(chantal, requetes.point(chantal, numero), "decide")
    client = connecter(app.test_client(), "alice")
    client.get(f"/app/points/{numero}")
    assert compter(lambda: client.get(f"/app/points/{numero}")) <= 6, "decided, with where it may be sent on"


def _autour(monde, numero):
    with lecture():
        separes = requetes.point(monde.acteur("alice"), numero)
        attendus = [
            [p.id for p in requetes.passages_de(separes)],
            [r.numero for r in requetes.revisions(separes)],
            [a.nom for a in annexes.du_point(separes)],
            [autre.id for _, _, autre in requetes.liens(separes, monde.acteur("alice"))],
            texte(separes).motivation,
        ]
    with lecture():
        point = dossier.point(monde.acteur("alice"), numero)
        lus = [
            [p.id for p in requetes.passages_de(point)],
            [r.numero for r in requetes.revisions(point)],
            [a.nom for a in annexes.du_point(point)],
            [autre.id for _, _, autre in requetes.liens(point, monde.acteur("alice"))],
            texte(point).motivation,
        ]
    return attendus, lus


def test_le_dossier_lu_d_un_coup_dit_la_meme_chose(monde):
    attendus, lus = _autour(monde, _charger_un_dossier(monde))
    assert lus == attendus
    assert len(lus[1]) == 6 and len(lus[2]) == 5 and len(lus[3]) == 1


@pytest.mark.postgresql
def test_le_dossier_lu_d_un_coup_sur_postgresql(sur_postgresql):
    _, monde = sur_postgresql
    attendus, lus = _autour(monde, _charger_un_dossier(monde))
    assert lus == attendus


def test_de_vieux_brouillons_ne_cachent_pas_un_renvoi(monde):
    _proposer(monde, 50, soumettre=False)
    alice, bernard = monde.acteur("alice"), monde.acteur("bernard")
    with ecriture():
        champs = {"titre": "Urgent", "motivation": "Vu la loi ;", "dispositif": "Approuve."}
        point = services.proposer(alice, Saisie(organe="college", service="travaux", **champs))
        services.agir(alice, point, "soumettre")
        services.agir(bernard, point, "renvoyer", "Précisez.")
    with lecture():
        lots = requetes.a_faire(alice)
        assert [p.titre for p in lots["renvoyes"]] == ["Urgent"] and len(lots["brouillons"]) == 40
        references = [p.reference for p in lots["brouillons"]]
        assert references == sorted(references), "the oldest first"
