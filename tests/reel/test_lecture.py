"""Published agendas are read whatever their defects."""

from datetime import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.reel.lecture import AgendaIllisible, lire, lire_texte, reparer_numeros
from college.reel.texte import html_de

AGENDAS = Path(__file__).parents[1] / "reference" / "agendas"


def _agenda(nom: str):
    return lire_texte((AGENDAS / f"{nom}.json").read_text())


def test_the_three_reference_agendas_are_read():
    agendas = [lire_texte(fichier.read_text()) for fichier in sorted(AGENDAS.glob("*.json"))]
    assert [len(agenda.points) for agenda in agendas] == [5, 4, 4]
    assert [agenda.slug for agenda in agendas] == ["bois-le-preux", "clairval", "fontaine-saint-roch"]


def test_missing_and_repeated_numbers_are_repaired():
    assert [point.numero for point in _agenda("bois-le-preux").points] == ["1", "2", "2 bis", "3", "4"]
    assert [point.numero for point in _agenda("fontaine-saint-roch").points] == ["3", "3.1", "43.12", "43.12 bis"]
    assert [point.numero for point in _agenda("clairval").points] == ["1", "2", "3", "4"]


def test_an_unknown_hour_becomes_the_usual_one():
    assert _agenda("fontaine-saint-roch").heure == time(20, 0)
    assert _agenda("bois-le-preux").heure == time(19, 30)


def test_a_point_without_text_says_so():
    assert [point.sans_texte for point in _agenda("bois-le-preux").points] == [False, False, False, True, False]


def test_broken_lines_articles_and_lists_are_put_together():
    dispositif = _agenda("bois-le-preux").points[1].dispositif
    assert "<p><strong>Article 1<sup>er</sup>.</strong> Il est établi une redevance" in dispositif
    assert "<ul><li>les écoles du territoire ;</li><li>les associations patriotiques.</li></ul>" in dispositif
    assert "est demandé par une vingtaine" in _agenda("bois-le-preux").points[1].motivation


def test_everything_is_escaped():
    assert html_de(["<script>alert(1)</script> & co"]) == "<p>&lt;script&gt;alert(1)&lt;/script&gt; &amp; co</p>"


@pytest.mark.parametrize(
    ("donnees", "mot"),
    [([], "objet JSON"), ({}, "points"), ({"points": []}, "institution"), ({"points": [], "slug": "x"}, "date")],
)
def test_what_is_no_agenda_is_refused_with_a_sentence(donnees, mot):
    with pytest.raises(AgendaIllisible, match=mot):
        lire(donnees)


def test_a_file_that_is_no_json_is_refused():
    with pytest.raises(AgendaIllisible, match="JSON"):
        lire_texte("PK\x03\x04")


VALEURS = st.none() | st.text(max_size=30) | st.integers() | st.lists(st.none() | st.text(max_size=20), max_size=4)
CLES = ("numero", "titre", "matiere", "rapport", "motivation", "dispositif", "votes_imprimes", "source", "etat")


@given(st.sampled_from(CLES), VALEURS)
def test_any_value_of_any_key_is_read(cle, valeur):
    points = [{"titre": "Un point"}, {cle: valeur}]
    agenda = lire({"institution": "X", "date": "2026-03-01", "heure": None, "points": points})
    assert len({point.numero for point in agenda.points}) == 2
    assert all(point.titre for point in agenda.points)


@given(st.lists(st.none() | st.sampled_from(["1", "2", "3", "3.1", "43.12", "", " 5. "]) | st.integers(1, 9)))
def test_repaired_numbers_are_unique(numeros):
    repares = reparer_numeros(numeros)
    assert len(set(repares)) == len(numeros)
    assert all(repares)


@given(st.lists(st.sampled_from(["Vu la voirie,", "conformément", "Article 2 : réfection", "- voirie", "er", ":"])))
def test_no_word_is_lost_by_joining(paragraphes):
    texte, html = " ".join(paragraphes), html_de(paragraphes)
    for mot in ("voirie", "conformément", "réfection"):
        assert html.count(mot) == texte.count(mot)


def test_un_tiret_seul_sous_un_article_est_son_texte():
    assert html_de(["Article 2", "- La taxe est due.", "Article 3", "- a", "- b"]) == (
        "<p><strong>Article 2.</strong> La taxe est due.</p>\n<p><strong>Article 3.</strong></p>\n"
        "<ul><li>a</li><li>b</li></ul>"
    )


def test_une_ligne_coupee_apres_une_preposition_se_recolle():
    assert html_de(["Le procès-verbal de la séance du", "9 février 2026 est approuvé."]) == (
        "<p>Le procès-verbal de la séance du 9 février 2026 est approuvé.</p>"
    )
