"""Finding a point by everything that people remember of it, inside what they may read, on both databases."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from college import transaction
from college.organisation.modele import Groupe, Mandataire
from college.points import aller, extraits, listes, mots, plein_texte, recherche, reindexation, requetes, services
from college.points.annexes.modele import Annexe
from college.points.annexes.services import joindre
from college.points.modele import Point
from college.points.precedents import precedents
from college.points.recherche import Filtre
from college.points.saisie import Modification, Saisie
from college.transaction import ecriture, lecture, unite
from tests import fabriques
from tests.fabriques import Monde

BASES = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=BASES)
def ville(request, creer_application):
    """The small world on each database, the application opened on it."""
    if request.param == "sqlite":
        monde = request.getfixturevalue("monde")
        request.getfixturevalue("app")
        yield monde
        return
    creer_application(database_url=request.getfixturevalue("base_postgresql"))
    yield Monde(fabriques.peupler())
    transaction.moteur().dispose()


def _proposer(monde, qui="alice", service="travaux", **champs):
    saisie = {
        "titre": "Réfection des trottoirs, rue de l’Église",
        "motivation": "Vu la loi ;",
        "dispositif": "Approuve.",
    }
    with ecriture():
        return services.proposer(monde.acteur(qui), Saisie(organe="college", service=service, **{**saisie, **champs}))


def _trouves(monde, qui, q, **options):
    with lecture():
        return [point.titre for point in recherche.page(monde.acteur(qui), Filtre(q=q, **options), None, 50)]


def test_p61_chaque_champ_mene_au_point(ville):
    point = _proposer(
        ville, titre="SpécialDécision", demandeur="asbl Les Échasseurs", article_budgetaire="421/731-60",
        montant_htva="31250.50", categorie="voirie", identifiant_externe="DOS/2026/77", groupe_en_charge=None,
        motivation="<p>Parcelle cadastrée section B n° 123/2 ; séance du 3 mars 2027.</p>",
    )  # fmt: skip
    with ecriture() as session:
        elue = session.query(Mandataire).first()
        groupe = Groupe(institution_id=elue.institution_id, code="mobilite", nom="Mobilité", genre="politique")
        groupe.mandataire_id = elue.id
        session.add(groupe)
        elue = elue.nom_complet
    _proposer(ville, titre="Autre chose", groupe_en_charge="mobilite")
    assert _trouves(ville, "alice", elue) == _trouves(ville, "alice", "mobilité") == ["Autre chose"]
    questions = (
        "specialdecision", "SpecialDécision", point.reference, "echasseurs", "421/731-60", "31.250", "31 250,50",
        "DOS/2026/77", "3 mars 2027", "03/03/2027", "parcelle 123/2", "travaux spécial", "alice martin special",
        "spéc", "voirie special",
    )  # fmt: skip
    assert {question: _trouves(ville, "alice", question) for question in questions} == {
        question: ["SpécialDécision"] for question in questions
    }
    assert _trouves(ville, "hugo", "specialdecision") == [], "another service does not see a draft"


def test_ce_qui_change_se_trouve_aussitot_et_ne_se_trouve_plus(ville):
    point = _proposer(ville, titre="Chaudière")
    with ecriture():
        services.modifier(ville.acteur("alice"), unite().get_one(Point, point.id), Modification(titre="Toiture"))
    assert _trouves(ville, "alice", "toitures") == ["Toiture"]
    assert _trouves(ville, "alice", "chaudiere") == []


def test_une_piece_confidentielle_ne_trahit_rien(ville):
    alice, numero = ville.acteur("alice"), _proposer(ville).id
    with ecriture():
        point = unite().get_one(Point, numero)
        for nom, confidentielle in (("plan.txt", False), ("expertise.txt", True)):
            piece = joindre(alice, point, nom, nom.encode(), confidentielle=confidentielle)
            unite().get_one(Annexe, piece.id).cherche = nom.partition(".")[0]
        services.agir(alice, point, "soumettre")
        services.agir(ville.acteur("bernard"), point, "viser")
        services.agir(ville.acteur("chantal"), point, "viser")
        services.changer_phase(ville.acteur("chantal"), point, "inscrit")
    assert [len(_trouves(ville, qui, "plan", pieces=True)) for qui in ("alice", "hugo")] == [1, 1]
    assert [len(_trouves(ville, qui, "expertise", pieces=True)) for qui in ("alice", "hugo")] == [1, 0]


def test_les_filtres_se_combinent_et_se_lisent_dans_l_adresse(ville):
    for htva in ("100", "5000", "90000"):
        _proposer(ville, titre=f"Trottoir à {htva}", montant_htva=htva, categorie="voirie")
    demandes = (
        "montant_min=1 000&montant_max=10.000,00", "q=trottoir&montant_max=500", "categorie=voirie&montant_min=90000",
        "du=2020-01-01&au=2020-12-31", "du=hier",
    )  # fmt: skip
    with lecture():
        alice = ville.acteur("alice")
        lus = [
            recherche.compter(alice, listes.filtre_de(MultiDict(p.split("=") for p in d.split("&"))), 100)
            for d in demandes
        ]
    assert lus == [1, 1, 1, 0, 3]


def test_les_pages_se_suivent_sans_trou_ni_double(ville):
    tous = [_proposer(ville, titre=f"Trottoir {n}").id for n in range(7)]
    with lecture():
        alice, vus, apres = ville.acteur("alice"), [], None
        while lot := recherche.page(alice, Filtre(q="trottoirs"), apres, 3):
            vus += [point.id for point in lot]
            apres = vus[-1]
    assert vus == tous[::-1]


def test_la_palette_ne_montre_que_ce_qu_on_peut_lire(ville):
    point = _proposer(ville)
    with lecture():
        assert aller.exact(ville.acteur("alice"), f" {point.reference} ") == point.id
        assert aller.exact(ville.acteur("hugo"), point.reference) is None
        assert aller.points(ville.acteur("hugo"), "trottoirs") == []
        assert [lien.genre for lien in aller.points(ville.acteur("alice"), "trottoir eglise")] == [point.reference]


def test_les_precedents_vont_du_plus_semblable_au_moins(ville):
    anciens = [
        _proposer(ville, titre="Égouttage rue de l’Église", demandeur="asbl La Navette", categorie="voirie"),
        _proposer(ville, titre="Abattage rue de l’Église"),
        _proposer(ville, titre="Achat de sel", categorie="voirie"),
        _proposer(ville, titre="Budget"),
    ]
    with ecriture():
        for ancien in anciens:
            ancien.phase = "decide"
            unite().merge(ancien)
    neuf = _proposer(ville, demandeur="asbl La Navette", categorie="voirie")
    with lecture():
        lus = [(p.point.titre, p.raisons) for p in precedents(ville.acteur("alice"), neuf)]
        caches = precedents(ville.acteur("fatima"), neuf)
    assert [titre for titre, _ in lus] == ["Égouttage rue de l’Église", "Abattage rue de l’Église", "Achat de sel"]
    assert set(lus[0][1]) == {"même demandeur", "même rue", "même matière"} and caches == []


def test_reprendre_un_texte_le_depouille_et_garde_l_historique(monde, app, connecter):
    ancien = _proposer(monde, motivation="<p>Vu la demande de Mme Claire Dupont du 3 mars 2025 ;</p>", dispositif="<p>À l’unanimité, décide</p>")  # fmt: skip # noqa: E501
    neuf = _proposer(monde, titre="Le suivant")
    alice = connecter(app.test_client(), "alice")
    adresse = f"/app/points/{neuf.id}/reprendre/{ancien.id}"
    page = alice.get(adresse).text
    assert "Vu la demande de [nom] du [date]" in page and "unanimité" not in page.split("<main")[1]
    jeton, version = (re.search(rf'name="{nom}"[^>]*value="([^"]+)"', page)[1] for nom in ("csrf_token", "version"))
    assert alice.post(adresse, data={"csrf_token": jeton, "version": version}).status_code == 303
    assert "Vu la loi" in alice.get(f"/app/points/{neuf.id}/revisions/1").text
    assert "[nom]" in alice.get(f"/app/points/{neuf.id}").text
    assert connecter(app.test_client(), "hugo").get(adresse).status_code == 404
    assert "Rien de semblable" in alice.get(f"/app/points/{neuf.id}/precedents").text


def test_un_filtre_se_garde_sous_son_nom(monde, app, connecter):
    alice = connecter(app.test_client(), "alice")
    page = alice.get("/app/points?phase=brouillon").text
    jeton = {"csrf_token": re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]}
    alice.post("/app/points/filtres", data=jeton | {"phase": "brouillon", "nom": "Mes brouillons", "autre": "x"})
    assert (
        'href="/app/points?phase=brouillon" aria-current="true">Mes brouillons</a>'
        in alice.get("/app/points?phase=brouillon").text
    )
    alice.post("/app/points/filtres", data=jeton | {"phase": "brouillon", "oublier": "Mes brouillons"})
    assert "Mes brouillons</a>" not in alice.get("/app/points").text


@given(st.text(max_size=80))
def test_ce_qui_est_indexe_se_trouve_par_lui_meme(texte):
    connus = mots.indexer((texte,)).split()
    assert "" not in connus and len(set(connus)) == len(connus)
    entiers = [mot for mot in mots.demander(texte) if mot.isalpha()]
    assert all(any(connu.startswith(mot) for connu in connus) for mot in entiers)


@pytest.mark.parametrize("souvent", [1, 1000], ids=["lus un par un", "par l’index"])
def test_frequents_ou_rares_les_mots_trouvent_et_comptent_les_memes(ville, monkeypatch, souvent):
    monkeypatch.setattr(plein_texte, "SOUVENT", souvent)
    numeros = [_proposer(ville, titre=f"Trottoir {n}").id for n in range(7)]
    with ecriture():
        piece = joindre(ville.acteur("alice"), unite().get_one(Point, numeros[2]), "plan.txt", b"plan")
        unite().get_one(Annexe, piece.id).cherche = "plan"
    with lecture():
        alice = ville.acteur("alice")
        for q, attendus in {"trottoirs": numeros, "plan": [numeros[2]], "absent": []}.items():
            for plafond in (3, 100):
                lus, combien = recherche.page_comptee(alice, Filtre(q=q, pieces=True), 5, plafond)
                assert [point.id for point in lus] == attendus[::-1][:5], q
                assert (
                    combien
                    == min(len(attendus), plafond + 1)
                    == recherche.compter(alice, Filtre(q=q, pieces=True), plafond)
                )


EGLISE = "Vu le Code ; considérant que l’égouttage de la rue de l’Église <b>doit</b> être refait"


@pytest.mark.parametrize(
    ("question", "textes", "dit"),
    [
        ("egouttage EGLISE", ["Rien", EGLISE], "l’<mark>égouttage</mark> de la rue de l’<mark>Église</mark> &lt;b&gt;"),
        ("coeur", ["Le cœur du village"], "Le <mark>cœur</mark> du village"),
        ("31.000,00", ["un budget de 31 000,00 €"], "un budget de <mark>31 000</mark>,00 €"),
        ("2026-0042", ["au point 2026-0042."], "au point <mark>2026-0042</mark>."),
        ("rue eglise", ["une rue", EGLISE], "la <mark>rue</mark> de l’<mark>Église</mark>"),
        ("tre", ["être", "autre", "l’arbre"], ""),
        ("absent", [EGLISE], ""),
        ("<b>", [EGLISE], "&lt;<mark>b</mark>&gt;doit"),
    ],
)
def test_un_extrait_marque_les_mots_demandes_sans_rien_laisser_passer(question, textes, dit):
    lu = extraits.extrait(mots.demander(question), textes)
    assert dit in lu and bool(lu) == bool(dit)
    assert re.sub(r"</?mark>", "", lu).count("<") == 0


@given(st.text(max_size=400), st.text(min_size=1, max_size=30))
def test_un_extrait_ne_dit_que_des_mots_du_texte(texte, question):
    lu = extraits.extrait(mots.demander(question), [texte])
    nu = unescape(re.sub(r"</?mark>", "", lu)).removeprefix("… ").removesuffix(" …")
    assert " ".join(nu.split()) in " ".join(unicodedata.normalize("NFC", texte).split())
    assert len(nu) <= extraits.LONGUEUR + mots.LETTRES_MAX * 20


def test_l_ecran_compte_et_montre_le_passage_trouve(app, monde, connecter):
    loin = "<p>" + "Considérant ceci ; " * 60 + "</p><p>Vu l’égouttage, 1<sup>er</sup> lot, à refaire ;</p>"
    point = _proposer(monde, motivation=loin, demandeur="asbl Les Échasseurs")
    _proposer(monde, titre="Égouttage de la place")
    alice = connecter(app.test_client(), "alice")
    page = alice.get("/app/recherche?q=egouttage").text.replace("\u00a0", " ")
    assert "2 points pour « egouttage »." in page
    assert "… " in page and "Vu l’<mark>égouttage</mark>, 1er lot, à refaire" in page
    assert "<mark>Égouttage</mark> de la place</a>" in page, "the title is marked too"
    par_nom = alice.get("/app/recherche?q=echasseurs").text.replace("\u00a0", " ")
    assert "Demandeur : asbl Les <mark>Échasseurs</mark>" in par_nom and "Un point pour" in par_nom
    assert f"/app/points/{point.id}" in par_nom
    assert "<mark>" not in alice.get("/app/recherche?service=travaux").text


def test_ce_qui_change_a_cote_du_point_se_retrouve_apres_une_relecture(ville, monkeypatch):
    monkeypatch.setattr(reindexation, "LOT", 2)
    with ecriture() as session:
        groupe = Groupe(institution_id=ville.institution_id, code="lb", nom="Liste bleue", genre="politique", rang=9)
        session.add(groupe)
    menes = [_proposer(ville, groupe_en_charge="lb", titre=f"Trottoir {n}") for n in range(3)]
    autre = _proposer(ville)
    with ecriture():
        services.agir(ville.acteur("alice"), requetes.point(ville.acteur("alice"), autre.id), "soumettre")
    assert reindexation.ecarts() == 0, "a point that is sent is found by that day at once"
    with ecriture() as session:
        elue = session.query(Mandataire).filter_by(nom="Leroy").one()
        session.get_one(Groupe, groupe.id).mandataire_id = elue.id
    with lecture() as session:
        avant = [session.get_one(Point, point.id).version for point in menes]
    assert (_trouves(ville, "alice", "leroy"), reindexation.ecarts()) == ([], 3)
    assert (reindexation.reindexer(), reindexation.ecarts()) == (3, 0)
    assert len(_trouves(ville, "alice", "leroy")) == 3
    with lecture() as session:
        assert [session.get_one(Point, point.id).version for point in menes] == avant, "nobody's edition is out of date"
