"""Two people save the same point: both texts are shown, joined on demand, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from college.points import requetes, services
from college.points.conflits import auteurs, blocs, ecarts, marques, reunir
from college.points.etats import texte
from college.points.saisie import Modification, Saisie
from college.transaction import ecriture, lecture

PARAGRAPHES = st.lists(
    st.sampled_from([f"<p>{mot}</p>" for mot in "abcdef"] + ["<ul><li>g<br>h</li></ul>"]), max_size=8
)


@pytest.mark.parametrize(
    ("mien", "sien", "reunis"),
    [
        ("<p>a</p><p>b</p>", "<p>a</p><p>c</p>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>a</p><p>x</p><p>b</p>", "<p>a</p><p>b</p><p>y</p>", "<p>a</p><p>x</p><p>b</p><p>y</p>"),
        ("<p>a</p>", "", "<p>a</p>"),
        ("", '<ol start="2"><li>a<ul><li>b</li></ul></li></ol>', '<ol start="2"><li>a<ul><li>b</li></ul></li></ol>'),
    ],
)
def test_les_deux_textes_en_un(mien, sien, reunis):
    assert reunir(mien, sien) == reunis


@settings(deadline=None)
@given(PARAGRAPHES, PARAGRAPHES)
def test_reunir_ne_perd_rien(mien, sien):
    reunis = blocs(reunir("".join(mien), "".join(sien)))
    for bloc in {*mien, *sien}:
        assert reunis.count(bloc) >= max(mien.count(bloc), sien.count(bloc))


def test_les_champs_simples_se_comparent_comme_ils_se_lisent():
    lus = ecarts({"montant_htva": "148500.50", "demandeur": "Moi"}, {"montant_htva": "148500.5", "demandeur": None})
    assert [(e.champ, e.mien, e.sien) for e in lus] == [("demandeur", "Moi", "")]


def test_seul_ce_que_deux_personnes_ont_change_est_un_conflit():
    ouvert = {"titre": "Mur", "montant_htva": 10, "huis_clos": False, "demandeur": "", "destinataires": ["A", "B"]}
    sien = ouvert | {"titre": "Mur haut", "montant_htva": 25}
    mien = ouvert | {"titre": "Mur bas", "montant_htva": "10.00", "huis_clos": True, "destinataires": "A\nB"}
    assert auteurs(mien, sien, marques(ouvert)) == {"titre": "deux", "montant_htva": "sien", "huis_clos": "mien"}
    assert set(auteurs(mien, sien, "illisible").values()) == {"deux"}, "without marks, what differs is to choose"


@pytest.fixture
def conflit(monde, app, connecter):
    """Alice's editor, open on a text that her colleague has changed since; gives (post, point)."""
    alice = monde.acteur("alice")
    with ecriture():
        saisie = Saisie(
            organe="college", service="travaux", titre="Mur", motivation="<p>Vu la loi ;</p>", montant_htva=10
        )
        point = services.proposer(alice, saisie).id
    navigateur = connecter(app.test_client(), "alice")
    page = navigateur.get(f"/app/points/{point}/modifier").text
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    jeton = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    ouvert = re.search(r'name="marques" value="([^"]+)"', page)[1]
    with ecriture():
        change = Modification(motivation="<p>Vu la loi ;</p><p>Vu le plan ;</p>", montant_htva=25, huis_clos=True)
        services.modifier(monde.acteur("bernard"), requetes.point(monde.acteur("bernard"), point), change)

    def poster(**champs):
        return navigateur.post(
            f"/app/points/{point}/modifier",
            data={"version": version, "cases": "1", "titre": "Mur", "montant_htva": "10", "csrf_token": jeton} | champs,
        )

    return poster, point, ouvert


def test_la_page_montre_les_deux_textes_et_les_reunit(conflit, monde):
    poster, point, _ = conflit
    mien = "<p>Vu la loi ;</p><p>Vu <strong>l’urgence</strong> ;</p>"
    page = poster(motivation=mien)
    assert page.status_code == 412 == poster(motivation=mien, version="²").status_code
    assert "Vu le plan" in page.text and "Bernard Noël" in page.text and "<ins>" in page.text
    assert "Le vôtre\u00a0: 10\u00a0€" in page.text and "Celui déjà enregistré\u00a0: 25\u00a0€" in page.text
    assert "Déjà enregistré\u00a0: coché" in page.text
    reunie = poster(motivation=mien, reunir="1")
    assert reunie.status_code == 200
    assert "Réunir les deux textes" in page.text and "Réunir les deux textes" not in reunie.text
    assert "Enregistrer le texte réuni" in reunie.text
    lu = re.search(r'<textarea id="f-motivation"[^>]*>\n(.*?)</textarea>', reunie.text, re.S)[1]
    assert "Vu la loi" in lu and "l’urgence" in lu and "Vu le plan" in lu
    nouvelle = re.search(r'name="version" value="(\d+)"', reunie.text)[1]
    garde = poster(version=nouvelle, motivation=mien + "<p>Vu le plan ;</p>", montant_htva="25.00", huis_clos="1")
    assert garde.status_code == 303
    with lecture():
        relu = requetes.point(monde.acteur("alice"), point)
        assert texte(relu).motivation.count("<p>") == 3 and relu.montant_htva == 25 and relu.huis_clos


def test_ce_que_je_n_ai_pas_touche_reste_comme_l_autre_l_a_ecrit(conflit, monde):
    poster, point, ouvert = conflit
    page = poster(marques=ouvert, motivation="<p>Vu la loi ;</p>", demandeur="Moi")
    lu = page.text.replace("\u00a0", " ")
    assert page.status_code == 412 and "Enregistrer les deux" in lu and "Réunir" not in lu
    assert "Bernard Noël a modifié ce point depuis que vous l’avez ouvert" in lu
    champs = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text.split('id="edition"')[1]))
    assert champs["demandeur"] == "Moi" and champs["huis_clos"] == "1"
    assert not {"motivation", "montant_htva"} & set(champs), "what is left out is not changed"
    assert poster(**champs, montant_htva="25").status_code == 303
    with lecture():
        relu = requetes.point(monde.acteur("alice"), point)
        assert (relu.montant_htva, relu.demandeur, relu.huis_clos) == (25, "Moi", True)
        assert "Vu le plan" in texte(relu).motivation


def test_un_texte_trop_long_dans_un_conflit_revient_a_l_editeur(conflit):
    poster, _, ouvert = conflit
    page = poster(marques=ouvert, motivation="<p>" + "mot " * 60_000 + "</p>")
    assert page.status_code == 422 and "mot mot mot" in page.text and 'name="version"' in page.text
