"""The analyzer and the grammar of queries, by example and by property."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index.analyse import jetons, termes
from search_index.fiche import Fiche, propre
from search_index.grammaire import LONGUEUR_MAX, TERMES_MAX, lire
from search_index.racines import plier

LETTRES = "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûüœæ ’'-.,;:()0123456789€§°/\"*«»LDR"
FRANCAIS = st.text(st.sampled_from(LETTRES), max_size=120)
FICHES = st.builds(
    Fiche, id=st.just("1"), portee=st.just("publique"), titre=st.text(max_size=80), texte=st.text(max_size=200)
)
HOSTILES = [
    '"' * 5000, "(" * 10_000, "a* " * 3000, "-" * 10_000, "é" * 100_000, "\\'; DROP TABLE", "AND OR NOT",
    "a.b." * 2500, "'a" * 4000, "1.234." * 2000, "x" * 300 + "*", "L " * 4000, "\x00\uffff", "[[[^$.*+?]]]",
    "d'" * 5000,
]  # fmt: skip


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("Égouttage de la rue de l’Église", ["egoutag", "rue", "eglis"]),
        ("travaux, chevaux et tuyaux", ["travail", "cheval", "tuyau"]),
        ("approuvé approuvées approuver", ["aprouv"] * 3),
        ("financier financière", ["financi"] * 2),
        ("L1124-40", ["1124-40", "l1124", "l1124-40"]),
        ("22.000,00 €", ["22000", "euro"]),
        ("C.P.A.S.", ["cpas"]),
        ("Trieu-Colin", ["trieucolin", "trieu", "colin"]),
        ("aujourd’hui", ["aujourdhui", "aujourd", "hui"]),
    ],
)
def test_terms_of_what_a_town_writes(texte, attendus):
    assert termes(texte) == attendus


def test_communication_is_not_the_commune_nor_a_conseiller_the_conseil():
    assert not set(termes("communication")) & set(termes("commune communal"))
    assert not set(termes("conseillère")) & set(termes("conseil"))


@given(FRANCAIS)
def test_normalising_twice_changes_nothing(texte):
    assert propre(propre(texte)) == propre(texte)
    assert plier(plier(texte)) == plier(texte)


@given(FRANCAIS)
def test_capitals_and_composed_accents_never_change_a_term(texte):
    assert termes(propre(texte)) == termes(propre(unicodedata.normalize("NFD", texte)))


@given(st.text(st.sampled_from("abcdeéèàçôûœ ’-"), max_size=60))
def test_accents_left_out_never_change_a_term(texte):
    assert termes(texte) == termes(plier(texte).replace("’", "'"))


@given(st.text(max_size=300))
def test_places_are_in_the_text_and_in_order(texte):
    fin = 0
    for jeton in jetons(propre(texte)):
        assert fin <= jeton.debut < jeton.fin <= len(propre(texte))
        fin = jeton.fin


@given(st.text(max_size=600))
def test_a_hostile_query_is_read_and_bounded(texte):
    demande = lire(texte)
    assert len(demande.positives) + len(demande.negatives) <= TERMES_MAX
    assert all(c.choix or len(c.prefixe) >= 1 for c in (*demande.positives, *demande.negatives))


@pytest.mark.parametrize("hostile", HOSTILES)
def test_hostile_queries_stay_fast(hostile):
    debut = time.process_time()  # its own work: a busy machine is no fault
    lire(hostile)
    termes(propre(hostile))
    assert time.process_time() - debut < 2


def test_too_long_a_query_is_cut_and_the_person_is_told():
    demande = lire("mot " * 200)
    assert any(str(LONGUEUR_MAX) in r for r in demande.remarques)
    assert len(lire(" ".join(f"mot{n}" for n in range(30))).positives) == TERMES_MAX


def test_a_query_of_stop_words_lists_everything_and_says_so():
    demande = lire("de la")
    assert demande.vide
    assert demande.remarques


@given(FICHES)
@settings(max_examples=60)
def test_a_card_comes_back_from_its_bytes(fiche):
    assert Fiche.de_json(fiche.en_json()) == fiche
