"""Properties of a whole index: counts that agree, queries that never fail."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search_index import Requete

MOTS = ["voirie", "église", "taxe", "budget", "terrasse", "école", "travaux", "rue", "haute", "déchets"]


def _peupler(index, fiche):
    index.deposer(
        fiche(
            str(n),
            f"{MOTS[n % 10]} {MOTS[n * 7 % 10]}",
            " ".join(MOTS[(n * k) % 10] for k in range(1, 9)),
            organe=("conseil", "college")[n % 3 == 0],
            matiere=MOTS[n % 4],
            date=str(datetime.date(2020 + n % 6, 1 + n % 12, 3)),
        )
        for n in range(120)
    )


@given(donnees=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_l22_facet_counts_equal_result_counts_whatever_the_search(index, fiche, donnees):
    if not index.etat().documents:
        _peupler(index, fiche)
    texte = " ".join(donnees.draw(st.lists(st.sampled_from(MOTS), max_size=3)))
    filtres = donnees.draw(
        st.fixed_dictionaries(
            {},
            optional={
                "organe": st.sampled_from([("conseil",), ("college",), ("conseil", "college")]),
                "annee": st.lists(st.sampled_from(["2020", "2023", "2025"]), min_size=1, unique=True).map(tuple),
            },
        )
    )
    vu = index.chercher(Requete(texte, filtres=filtres))
    for champ, valeurs in vu.facettes.items():
        for v in valeurs:
            autres = {**filtres, champ: (v.valeur,)}
            assert index.chercher(Requete(texte, filtres=autres, facettes=())).total == v.nombre
        choisies = [v.nombre for v in valeurs if v.choisie or not filtres.get(champ)]
        assert not valeurs or sum(choisies) == vu.total


@given(texte=st.text(max_size=80))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_ever_raises(index, fiche, texte):
    if not index.etat().documents:
        _peupler(index, fiche)
    vu = index.chercher(Requete(texte))
    assert vu.total >= len(vu.elements)


@pytest.mark.parametrize(
    "hostile", ['"', "'", "\\", "a' | b", "& | !", ":*", "<->", "\x00", "a:b", "'" * 200, "(((", "é" * 255]
)
def test_no_query_reaches_a_parser_of_the_engine(index, fiche, hostile):
    index.deposer([fiche("1", "Voirie d'été", hostile.replace("\x00", ""))])
    assert index.chercher(Requete(hostile)).total >= 0
    assert index.chercher(Requete(f'"{hostile}" voirie {hostile}*')).total >= 0
