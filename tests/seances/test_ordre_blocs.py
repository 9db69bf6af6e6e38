"""Where a moved entry lands, sub-points included; keys that are missing, equal or reversed."""

import pytest

from college.seances import ordre
from college.seances.ordre import Rangement, cle, deplacer

LIGNES, BLOCS = ["1", "2", "2.1", "2.2", "3", "3.1", "4"], [False, False, True, True, False, True, False]

DEPLACEMENTS = [
    ("2", {"apres": "3"}, ["1", "3", "3.1", "2", "2.1", "2.2", "4"]),
    ("1", {"apres": "2"}, ["2", "2.1", "2.2", "1", "3", "3.1", "4"]),
    ("4", {"apres": "2.1"}, ["1", "2", "2.1", "4", "2.2", "3", "3.1"]),
    ("4", {"apres": "1"}, ["1", "4", "2", "2.1", "2.2", "3", "3.1"]),
    ("2.1", {"avant": "1"}, ["2.1", "1", "2", "2.2", "3", "3.1", "4"]),
    ("2", {"avant": "2.1"}, LIGNES),
    ("2", {"apres": "2.2"}, LIGNES),
    ("4", {"place": 1}, ["4", "1", "2", "2.1", "2.2", "3", "3.1"]),
    ("4", {"place": 2}, ["1", "4", "2", "2.1", "2.2", "3", "3.1"]),
    ("4", {"place": 0}, ["4", "1", "2", "2.1", "2.2", "3", "3.1"]),
    ("4", {"place": -3}, ["4", "1", "2", "2.1", "2.2", "3", "3.1"]),
    ("1", {"place": 99}, ["2", "2.1", "2.2", "3", "3.1", "4", "1"]),
    ("4", {}, ["4", "1", "2", "2.1", "2.2", "3", "3.1"]),
    ("3", {"apres": "4"}, ["1", "2", "2.1", "2.2", "4", "3", "3.1"]),
]


@pytest.mark.parametrize(("element", "ou", "attendu"), DEPLACEMENTS)
def test_un_bloc_arrive_entier_et_ne_coupe_pas_les_autres(element, ou, attendu):
    assert deplacer(LIGNES, BLOCS, element, **ou) == attendu


def test_apres_le_dernier_bloc_on_est_a_la_fin():
    assert deplacer(["1", "2", "2.1"], [False, False, True], "1", apres="2") == ["2", "2.1", "1"]


def test_les_criteres_du_contrat_et_eux_seuls():
    contrat = (
        "huis_clos",
        "urgence",
        "service",
        "groupe_en_charge",
        "categorie",
        "type_acte",
        "titre",
        "auteur",
        "ajout",
    )
    assert contrat == ordre.CRITERES
    assert all(ordre.critere_valable(nom) and ordre.critere_valable(f"-{nom}") for nom in contrat)
    assert not ordre.critere_valable("hasard") and not ordre.critere_valable("--titre")


def test_un_rang_absent_vient_apres_les_plus_grands():
    assert cle(["service"], Rangement(service=10**8)) < cle(["service"], Rangement())
    assert cle(["service"], Rangement()) == (ordre.SANS_RANG,) == (1_000_000_000,)
    assert cle(["-service"], Rangement()) < cle(["-service"], Rangement(service=1))


def test_l_ajout_de_deux_points_sans_rien_dire_est_egal():
    assert cle(["ajout", "titre"], Rangement()) == (0, (True, ""))
    assert not cle(["-ajout"], Rangement()) < cle(["-ajout"], Rangement())
    assert cle(["-ajout"], Rangement(ajout=2)) < cle(["-ajout"], Rangement(ajout=1))


def test_l_egalite_se_place_apres_ses_egaux_meme_renversee():
    cles = [cle(["-ajout"], Rangement(ajout=n)) for n in (3, 2, 2, 1)]
    assert ordre.placer(cles, cle(["-ajout"], Rangement(ajout=2))) == 3
    assert ordre.placer([], ()) == 0
