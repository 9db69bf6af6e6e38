"""Insertion order and manual moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.seances import ordre
from college.seances.ordre import Rangement

D, V = 1, 2


def _cles(*services: int) -> list[tuple]:
    return [ordre.cle(["service"], Rangement(service=s)) for s in services]


def test_p8_un_point_se_range_apres_ceux_de_son_service():
    assert ordre.placer(_cles(D, V), _cles(D)[0]) == 1


def test_p8_les_mouvements_a_la_main_sont_gardes():
    assert ordre.placer(_cles(V, D, D), _cles(D)[0]) == 0


def test_p12_public_d_abord_puis_type_de_liste_puis_groupe():
    criteres = ["huis_clos", "urgence", "groupe_en_charge"]
    public = Rangement(groupe_en_charge=9)
    tardif_public = Rangement(urgence=True, groupe_en_charge=1)
    secret = Rangement(huis_clos=True, groupe_en_charge=1)
    points = [secret, tardif_public, public]
    cles = [ordre.cle(criteres, p) for p in points]
    assert ordre.ranger(points, cles) == [public, tardif_public, secret]


def test_un_critere_renverse():
    criteres = ["-service"]
    cles = [ordre.cle(criteres, Rangement(service=s)) for s in (2, 1)]
    assert cles[0] < cles[1]
    assert ordre.placer(cles, ordre.cle(criteres, Rangement(service=3))) == 0


def test_les_titres_se_rangent_sans_accent_ni_casse():
    criteres = ["titre"]
    titres = ["zone", "Égouttage", "abattage", "eau"]
    cles = [ordre.cle(criteres, Rangement(titre=t)) for t in titres]
    assert ordre.ranger(titres, cles) == ["abattage", "eau", "Égouttage", "zone"]


def test_sans_service_on_va_a_la_fin():
    assert ordre.cle(["service"], Rangement(service=None)) > ordre.cle(["service"], Rangement(service=7))


def test_un_critere_inconnu_est_refuse():
    assert not ordre.critere_valable("couleur") and ordre.critere_valable("-titre")
    with pytest.raises(ValueError, match="critère"):
        ordre.cle(["couleur"], Rangement())


def test_un_bloc_se_deplace_avec_ses_sous_points():
    lignes, sous = ["1", "2", "2.1", "2.2", "3"], [False, False, True, True, False]
    assert ordre.deplacer(lignes, sous, "2", apres="3") == ["1", "3", "2", "2.1", "2.2"]
    assert ordre.deplacer(lignes, sous, "3", avant="1") == ["3", "1", "2", "2.1", "2.2"]
    assert ordre.deplacer(lignes, sous, "1", apres="2") == ["2", "2.1", "2.2", "1", "3"]
    assert ordre.deplacer(lignes, sous, "3", place=1) == ["3", "1", "2", "2.1", "2.2"]
    assert ordre.deplacer(lignes, sous, "1", place=99) == ["2", "2.1", "2.2", "3", "1"]
    assert ordre.deplacer(lignes, sous, "2", avant="2.1") == lignes


@given(st.lists(st.integers(0, 5)), st.integers(0, 5))
def test_placer_precede_toute_cle_plus_grande_qui_le_suit_et_garde_l_ordre(services, nouveau):
    cles, cle = _cles(*services), _cles(nouveau)[0]
    rang = ordre.placer(cles, cle)
    assert all(existante <= cle for existante in cles[:rang])
    assert rang == len(cles) or cles[rang] > cle


@given(st.permutations(range(8)), st.data())
def test_deplacer_est_une_permutation(lignes, data):
    sous = [False, *data.draw(st.lists(st.booleans(), min_size=7, max_size=7))]
    element = data.draw(st.sampled_from(lignes))
    repere = data.draw(st.sampled_from(lignes))
    for options in ({"avant": repere}, {"apres": repere}, {"place": data.draw(st.integers(-3, 12))}):
        suite = ordre.deplacer(lignes, sous, element, **options)
        assert sorted(suite) == sorted(lignes)


@given(st.lists(st.integers(0, 3), max_size=12))
def test_ranger_est_stable(services):
    elements = list(enumerate(services))
    cles = [ordre.cle(["service"], Rangement(service=s)) for s in services]
    ranges = ordre.ranger(elements, cles)
    assert ranges == sorted(elements, key=lambda e: (e[1], e[0]))


def test_un_point_public_apres_le_huis_clos_se_voit():
    assert ordre.apres_le_huis_clos([("1", False), ("2", True), ("3", False), ("4", True), ("5", False)]) == ["3", "5"]
    assert ordre.apres_le_huis_clos([("1", False), ("2", True), ("3", True)]) == []
    assert ordre.apres_le_huis_clos([("1", False), ("2", False)]) == [] == ordre.apres_le_huis_clos([])
