"""Choosing persons: majority, ballot between the first, the eldest."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.erreurs import Refus
from college.seances import election
from college.seances.election import Candidat

JOUR = date(2026, 12, 14)
A = Candidat("a", "Anne Petit", date(1960, 1, 1))
B = Candidat("b", "Bruno Colin", date(1980, 1, 1))
C = Candidat("c", "Carla Zanetti", date(1990, 1, 1))


def test_d15_majorite_absolue_au_premier_tour():
    issue = election.depouiller({"a": 8, "b": 6}, [A, B], valables=14, jour=JOUR)
    assert issue.elus == (A,) and issue.requis == 8 and issue.resultat == "adopte"
    assert issue.explication == "14 bulletins valables, majorité absolue 8 : élection d’Anne Petit"


def test_d15_sans_majorite_ballottage_entre_les_deux_premiers():
    issue = election.depouiller({"a": 5, "b": 6, "c": 4}, [A, B, C], valables=15, jour=JOUR)
    assert issue.elus == () and issue.ballottage == (B, A) and issue.resultat == "partage"


def test_d15_au_second_tour_le_plus_age_a_egalite():
    issue = election.depouiller({"a": 7, "b": 7}, [B, A], valables=14, jour=JOUR, tour=2)
    assert issue.elus == (A,) and "plus âgé" in issue.explication


def test_d15_sans_les_dates_de_naissance_une_parite_n_elit_personne():
    inconnu = Candidat("d", "Dominique Roy")
    issue = election.depouiller({"a": 7, "d": 7}, [A, inconnu], valables=14, jour=JOUR, tour=2)
    assert issue.elus == () and issue.resultat == "partage" and issue.ballottage == (A, inconnu)
    with pytest.raises(Refus) as refus:
        election.verifier_ages(issue, tour=2)
    assert "date de naissance de Dominique Roy" in refus.value.phrase and refus.value.article == "L1122-28 CDLD"
    premier = election.depouiller({"a": 4, "d": 4, "c": 6, "b": 4}, [A, B, C, inconnu], valables=18, jour=JOUR)
    assert set(premier.ballottage) == {A, B, C, inconnu}, "nobody leaves the list by an age that is not known"


def test_d15_blancs_et_nuls_ne_comptent_pas():
    issue = election.depouiller({"a": 7, "b": 6, "blanc": 2}, [A, B], valables=13, jour=JOUR)
    assert issue.elus == (A,)
    assert election.depouiller({"blanc": 5}, [A], valables=0, jour=JOUR).resultat == "nul"


def test_l_egalite_pour_la_deuxieme_place_garde_le_plus_age():
    issue = election.depouiller({"a": 4, "b": 4, "c": 7}, [A, B, C], valables=15, jour=JOUR)
    assert issue.ballottage == (C, A)


def test_deux_postes_une_liste_du_double():
    issue = election.depouiller({"a": 9, "b": 6, "c": 5}, [A, B, C], valables=14, jour=JOUR, postes=2)
    assert issue.elus == (A,) and issue.ballottage == (B, C)


@pytest.mark.parametrize(
    ("voix", "motif"),
    [
        ({"z": 1}, "candidat_inconnu"),
        ({"a": -1}, "compte_invalide"),
        ({"a": 1.5}, "compte_invalide"),
        ({"a": 11}, "trop_de_bulletins"),
        ({"a": 9, "blanc": 2}, "trop_de_bulletins"),
        ({"blanc": 11}, "trop_de_bulletins"),
    ],
)
def test_p43_les_voix_fausses_sont_refusees(voix, motif):
    with pytest.raises(Refus) as refus:
        election.valider_voix(voix, [A, B], votants=10, postes=1)
    assert refus.value.motif == motif


@given(st.integers(0, 20), st.integers(0, 20), st.integers(0, 20))
def test_un_elu_du_premier_tour_a_plus_de_la_moitie(a, b, c):
    issue = election.depouiller({"a": a, "b": b, "c": c}, [A, B, C], valables=a + b + c, jour=JOUR)
    voix = {"a": a, "b": b, "c": c}
    assert all(voix[e.code] * 2 > a + b + c for e in issue.elus)
    assert bool(issue.elus) != bool(issue.ballottage) or a + b + c == 0


@given(st.integers(0, 20), st.integers(0, 20))
def test_le_second_tour_elit_toujours_quelqu_un(a, b):
    issue = election.depouiller({"a": a, "b": b}, [A, B], valables=max(a + b, 1), jour=JOUR, tour=2)
    assert len(issue.elus) == 1
    assert issue.elus[0] is (B if b > a else A)
