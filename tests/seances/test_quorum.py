"""Quorum by organe, explained; fractions rounded up."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from college.seances import droit, quorum

JOUR = date(2026, 12, 14)


def test_d1_college_de_six_trois_presents_ne_suffisent_pas():
    q = quorum.calculer("college", JOUR, base=6, presents=3)
    assert (q.requis, q.atteint, q.article) == (4, False, "L1123-20 CDLD")
    assert quorum.calculer("college", JOUR, base=6, presents=4).atteint


def test_d9_conseil_de_vingt_et_un_dix_presents():
    q = quorum.calculer("conseil", JOUR, base=21, presents=10)
    assert (q.requis, q.atteint, q.article) == (11, False, "L1122-17 CDLD")
    assert q.explication == "quorum : 11 requis, 10 présents"


def test_l_explication_s_accorde():
    assert quorum.calculer("conseil", JOUR, base=23, presents=13).explication == "quorum : 12 requis, 13 présents"
    assert quorum.calculer("conseil", JOUR, base=3, presents=1).explication == "quorum : 2 requis, 1 présent"
    assert quorum.calculer("conseil", JOUR, base=3, presents=0).explication == "quorum : 2 requis, aucun présent"


def test_la_troisieme_convocation_decide_quel_que_soit_le_nombre():
    q = quorum.calculer("conseil", JOUR, base=21, presents=5, convocation=3)
    assert q.atteint and q.requis == 0 and "troisième convocation" in q.explication
    assert not quorum.calculer("conseil", JOUR, base=21, presents=0, convocation=3).atteint


def test_la_troisieme_convocation_ne_vaut_que_pour_les_points_places_trois_fois():
    assert not quorum.calculer("conseil", JOUR, base=21, presents=5, convocation=3, troisieme_fois=False).atteint


def test_la_deuxieme_convocation_demande_encore_le_quorum():
    assert not quorum.calculer("conseil", JOUR, base=21, presents=10, convocation=2).atteint


def test_le_college_n_a_pas_de_troisieme_convocation():
    assert not quorum.calculer("college", JOUR, base=6, presents=3, convocation=3).atteint


def test_une_autorite_seule_n_a_pas_de_quorum():
    assert quorum.calculer("autorite", JOUR, base=1, presents=1).atteint


def test_un_organe_libre_peut_fixer_sa_fraction():
    assert quorum.calculer("libre", JOUR, base=10, presents=7, fraction=(2, 3)).atteint
    assert not quorum.calculer("libre", JOUR, base=10, presents=6, fraction=(2, 3)).atteint


def test_d14_un_tiers_de_dix_neuf_arrondi_vers_le_haut():
    assert quorum.requis_pour("appel_nominal", "conseil", JOUR, 19) == 7


def test_d20_deux_tiers_de_dix_sept():
    assert quorum.requis_pour("urgence", "conseil", JOUR, 17) == 12
    assert quorum.requis_pour("urgence", "college", JOUR, 5) is None


@given(st.integers(1, 60))
def test_la_majorite_est_stricte_et_la_plus_petite(base):
    requis = quorum.majorite(base)
    assert requis * 2 > base and (requis - 1) * 2 <= base


@given(st.integers(1, 60), st.integers(0, 60))
def test_un_present_de_plus_ne_defait_jamais_le_quorum(base, presents):
    avant = quorum.calculer("conseil", JOUR, base=base, presents=presents)
    apres = quorum.calculer("conseil", JOUR, base=base, presents=presents + 1)
    assert apres.atteint or not avant.atteint


def test_chaque_regle_a_son_article_et_vaut_aujourd_hui():
    for (nom, type_organe), valeurs in droit.REGLES.items():
        assert any(p.vaut(JOUR) for p in valeurs), (nom, type_organe)
        assert all(p.article for p in valeurs)


def test_une_regle_ne_vaut_pas_avant_son_entree_en_vigueur():
    assert droit.regle("publication_projets_francs", "conseil", date(2022, 8, 31)).valeur is None
    assert droit.regle("publication_projets_francs", "conseil", date(2022, 9, 1)).valeur == 5
