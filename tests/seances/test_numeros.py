"""Numbers of an agenda: free, then frozen; references by a closed pattern."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.seances import numeros
from college.seances.numeros import Entree

P, S, H = Entree(), Entree(sous_point=True), Entree(huis_clos=True)
JOUR = date(2026, 11, 27)


def test_p10_retirer_un_point_renumerote_les_sous_points():
    assert numeros.numeroter([P, P, P, S, S, P, P]) == ["1", "2", "3", "3.1", "3.2", "4", "5"]
    assert numeros.numeroter([P, P, S, S, P, P]) == ["1", "2", "2.1", "2.2", "3", "4"]


def test_un_sous_point_en_tete_devient_un_point():
    assert numeros.numeroter([S, S]) == ["1", "1.1"]


@pytest.mark.parametrize(
    ("mode", "attendu"),
    [
        ("continue", ["1", "2", "3", "4"]),
        ("reprend", ["1", "2", "1", "3"]),
        ("prefixee", ["1", "2", "HC1", "3"]),
    ],
)
def test_numerotation_du_huis_clos(mode, attendu):
    assert numeros.numeroter([P, P, H, P], mode) == attendu


def _figes(*nombres: str) -> list[Entree]:
    return [Entree(fige=n) for n in nombres]


def test_un_point_tardif_a_la_fin_prend_le_numero_suivant():
    assert numeros.completer([*_figes("1", "2", "3"), P]) == ["1", "2", "3", "4"]


def test_un_point_tardif_au_milieu_prend_n_bis_puis_ter():
    entrees = [*_figes("1", "2"), P, P, *_figes("3")]
    assert numeros.completer(entrees) == ["1", "2", "2 bis", "2 ter", "3"]


def test_un_point_tardif_en_tete_prend_le_numero_suivant():
    assert numeros.completer([P, *_figes("1", "2")]) == ["3", "1", "2"]


def test_le_huis_clos_tardif_reste_dans_sa_serie():
    entrees = [Entree(fige="1"), Entree(huis_clos=True, fige="HC1"), H]
    assert numeros.completer(entrees, "prefixee") == ["1", "HC1", "HC2"]
    entrees = [Entree(fige="1"), P, Entree(huis_clos=True, fige="1")]
    assert numeros.completer(entrees, "reprend") == ["1", "2", "1"]


def test_un_numero_retire_n_est_jamais_repris():
    assert numeros.completer([*_figes("1", "2", "3", "4"), P])[-1] == "5"


def test_ordre_de_lecture_des_numeros():
    melange = ["10", "3.1", "HC1", "3 bis", "3", "3 ter", "3.2"]
    assert sorted(melange, key=numeros.cle_de_tri) == ["3", "3 bis", "3 ter", "3.1", "3.2", "10", "HC1"]


def test_p22_reference_par_le_motif_de_l_organe():
    motif = "COL/{date:%Y%m%d}-{numero}"
    assert numeros.reference(motif, jour=JOUR, numero="6") == "COL/20261127-6"
    assert numeros.reference("Ref. {date:%Y%m%d}/{numero}", jour=date(2017, 3, 3), numero="1") == "Ref. 20170303/1"
    assert (
        numeros.reference("{annee}-{seance:03}/{numero:02}", jour=JOUR, numero="3 bis", seance=9) == "2026-009/03 bis"
    )


@pytest.mark.parametrize(
    "motif",
    ["{numero.__class__}", "{numero[0]}", "{date.year}-{numero}", "{secret}-{numero}", "{numero!r}",
     "{date:%c}{numero}", "{numero:>9999999999}", "{seance:{numero}}", "{numero", "sans champ", "{}"],
)  # fmt: skip
def test_un_motif_hors_du_vocabulaire_est_refuse(motif):
    with pytest.raises(ValueError):
        numeros.verifier_motif(motif)


ENTREES = st.lists(st.builds(Entree, huis_clos=st.booleans(), sous_point=st.booleans()), max_size=15)


@given(ENTREES, st.sampled_from(["continue", "prefixee"]))
def test_les_numeros_sont_uniques(entrees, mode):
    attribues = numeros.numeroter(entrees, mode)
    assert len(set(attribues)) == len(attribues)


@given(ENTREES, st.data(), st.sampled_from(numeros.MODES_HUIS_CLOS))
def test_un_numero_fige_ne_change_jamais_et_les_nouveaux_sont_neufs(entrees, data, mode):
    figees = [
        Entree(e.huis_clos, e.sous_point, n) for e, n in zip(entrees, numeros.numeroter(entrees, mode), strict=True)
    ]
    for nouvelle in data.draw(st.lists(st.builds(Entree, huis_clos=st.booleans()), max_size=4)):
        figees.insert(data.draw(st.integers(0, len(figees))), nouvelle)
    numeros_ = numeros.completer(figees, mode)
    assert all(n == e.fige for e, n in zip(figees, numeros_, strict=True) if e.fige)
    series = [(e.huis_clos and mode != "continue", n) for e, n in zip(figees, numeros_, strict=True)]
    assert len(set(series)) == len(series)


def test_une_place_s_ecrit_par_le_numero_de_la_ligne_sinon_par_le_rang():
    """Closed numbers that begin again: « 1 » is that of the mover's own part."""
    reprend = [("1", False), ("1.1", False), ("2", False), ("5 bis", False), ("1", True), ("HC2", True)]
    assert [numeros.place(reprend, n, False) for n in ("1", 2, " 5 BIS ", "1.1", "9")] == [1, 3, 4, 2, 9]
    assert [numeros.place(reprend, n, True) for n in ("1", "hc2", "2")] == [5, 6, 3]
    assert numeros.place(reprend, "deux", False) is None
