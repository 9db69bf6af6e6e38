"""Quorums that a board may invent, and the third notice, which only counts from the third."""

from datetime import date

import pytest

from college.seances.quorum import calculer

JOUR = date(2026, 12, 14)


def test_sans_rien_dire_c_est_la_premiere_convocation_d_un_point_deja_place():
    lu = calculer("conseil", JOUR, base=21, presents=1)
    assert (lu.requis, lu.atteint, lu.article) == (11, False, "L1122-17 CDLD")


@pytest.mark.parametrize(("convocation", "requis"), [(1, 11), (2, 11), (3, 0), (4, 0)])
def test_d9_seule_la_troisieme_convocation_se_passe_de_quorum(convocation, requis):
    lu = calculer("conseil", JOUR, base=21, presents=2, convocation=convocation)
    assert (lu.requis, lu.atteint, lu.presents, lu.base) == (requis, requis == 0, 2, 21)


def test_a_la_troisieme_il_faut_encore_quelqu_un():
    lu = calculer("conseil", JOUR, base=21, presents=0, convocation=3)
    assert not lu.atteint and "aucun présent" in lu.explication and lu.article == "L1122-17 CDLD"
    assert calculer("conseil", JOUR, base=21, presents=1, convocation=3).atteint


def test_une_autorite_decide_seule_sauf_regle_de_sa_maison():
    seule = calculer("autorite", JOUR, base=1, presents=0)
    assert (seule.requis, seule.atteint, seule.explication) == (0, True, "aucun quorum : l’autorité décide seule")
    assert calculer("autorite", JOUR, base=3, presents=1, fraction=(2, 3)).requis == 2


@pytest.mark.parametrize(
    ("base", "fraction", "requis"), [(9, (2, 3), 6), (10, (2, 3), 7), (4, (1, 2), 2), (5, (1, 2), 3)]
)
def test_une_fraction_s_arrondit_vers_le_haut(base, fraction, requis):
    lu = calculer("libre", JOUR, base=base, presents=requis, fraction=fraction)
    assert lu.requis == requis and lu.atteint
    assert not calculer("libre", JOUR, base=base, presents=requis - 1, fraction=fraction).atteint
