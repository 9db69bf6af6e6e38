"""Who sits at each point, where mandates begin and end in session: pure rules and their properties."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.erreurs import Refus
from college.seances import sieges
from college.seances.membre import Membre

RANGS = {100 + n: n for n in range(1, 6)}  # five points, in the order treated
NUMEROS = {ligne: str(n) for ligne, n in RANGS.items()}
JOUR = date(2026, 12, 14)


def _membre(numero, fonction="conseiller", rang=0, **autres):
    return Membre(
        numero, f"m{numero}", "Zoé", f"Nom{numero}", "f", fonction, "", "deliberative", rang or numero, **autres
    )


TROIS = [_membre(1, "bourgmestre"), _membre(2), _membre(3)]
GESTES = st.lists(
    st.tuples(st.sampled_from(["installer", "finir", "annuler"]), st.integers(1, 5), st.sampled_from(list(RANGS)),
              st.sampled_from(["conseiller", "echevin"])), max_size=8)  # fmt: skip


def _faire(membres, geste):
    """The composition after one gesture, or unchanged where the rule refuses it."""
    quoi, qui, point, fonction = geste
    try:
        if quoi == "installer":
            return sieges.installer(membres, _membre(qui, fonction), point)
        return sieges.finir(membres, qui, point, "autre") if quoi == "finir" else sieges.annuler(membres, qui, point)
    except Refus:
        return membres


def _base(membres):
    return [{m.id for m in sieges.au_rang(membres, RANGS, rang)} for rang in range(6)]


@given(GESTES)
def test_p7_une_personne_n_a_jamais_deux_sieges_au_meme_point(gestes):
    """In the order of the séance: a later gesture is noted at the same point or at one that follows."""
    membres = TROIS
    for geste in sorted(gestes, key=lambda g: g[2]):
        membres = _faire(membres, geste)
        for rang in range(6):
            ids = [m.id for m in sieges.au_rang(membres, RANGS, rang)]
            assert len(ids) == len(set(ids)), (geste, rang)


@given(GESTES)
def test_p7_rien_ne_change_jusqu_au_point_lui_meme(gestes):
    """The base of every point up to and with the one where it is noted stays as it was."""
    membres = TROIS
    for geste in sorted((g for g in gestes if g[0] != "annuler"), key=lambda g: g[2]):
        avant = _base(membres)
        membres = _faire(membres, geste)
        assert _base(membres)[: RANGS[geste[2]] + 1] == avant[: RANGS[geste[2]] + 1]


@given(st.integers(1, 5), st.sampled_from(list(RANGS)), st.sampled_from(["conseiller", "echevin"]))
def test_p7_annuler_rend_la_composition_d_avant(qui, point, fonction):
    for geste in (("installer", qui, point, fonction), ("finir", qui, point, fonction)):
        apres = _faire(TROIS, geste)
        if apres != TROIS:
            assert sieges.annuler(apres, qui, point) == TROIS


def test_l1122_9_l_acceptation_d_une_demission_abaisse_la_base_au_point_suivant():
    membres = sieges.finir(TROIS, 3, 102, "demission")
    assert [len(ids) for ids in _base(membres)] == [3, 3, 3, 2, 2, 2]
    dit = sieges.expliquer(membres, RANGS, NUMEROS, 3).replace("\u00a0", " ")
    assert dit == "2 membres en fonction depuis le point 2 (démission acceptée : Zoé Nom3)"
    assert sieges.expliquer(membres, RANGS, NUMEROS, 2) == "", "at the point itself nothing has changed yet"


def test_l1126_1_qui_prete_serment_siege_au_point_suivant_a_son_rang():
    membres = sieges.installer(sieges.finir(TROIS, 1, 101, "demission"), _membre(9, "bourgmestre", 1), 102)
    assert [m.id for m in sieges.au_rang(membres, RANGS, 3)] == [9, 2, 3]
    assert [m.id for m in sieges.au_rang(membres, RANGS, 2)] == [2, 3]
    assert "et le point 2 (installation : Zoé Nom9)" in sieges.expliquer(
        membres, RANGS, NUMEROS, sieges.FIN).replace("\u00a0", " ")  # fmt: skip


def test_une_nouvelle_fonction_ferme_l_ancien_siege_sans_changer_la_base():
    membres = sieges.installer(TROIS, _membre(3, "echevin", 2), 103)
    assert [m.fonction for m in sieges.au_rang(membres, RANGS, 3) if m.id == 3] == ["conseiller"]
    assert [m.fonction for m in sieges.au_rang(membres, RANGS, 4) if m.id == 3] == ["echevin"]
    assert [entre for _, entre in sieges.notes(membres, 103)] == [True], "told once, as an installation"


@pytest.mark.parametrize(
    ("geste", "motif"),
    [
        (lambda: sieges.installer(TROIS, _membre(3), 101), "siege_deja"),
        (lambda: sieges.finir(TROIS, 7, 101, "demission"), "ne_siege_pas"),
        (lambda: sieges.finir(TROIS, 3, 101, "ennui"), "cause_inconnue"),
        (lambda: sieges.finir(sieges.installer(TROIS, _membre(9), 101), 9, 101, "autre"), "ne_siege_pas"),
        (lambda: sieges.annuler(TROIS, 3, 101), "rien_a_annuler"),
        (lambda: sieges.annuler(sieges.finir(sieges.installer(TROIS, _membre(9), 101), 9, 102, "autre"), 9, 101),
         "suite_notee"),
    ],
)  # fmt: skip
def test_ce_qui_ne_se_note_pas_a_sa_phrase(geste, motif):
    with pytest.raises(Refus) as refus:
        geste()
    assert refus.value.motif == motif and refus.value.phrase.endswith(".")


def test_qui_est_attendu_ne_siege_qu_une_fois_installe():
    attendue = [*TROIS, _membre(9, attendu=True)]
    assert 9 not in {m.id for m in sieges.au_rang(attendue, RANGS, sieges.FIN)}
    installee = sieges.installer(attendue, _membre(9), 102)
    assert [9 in ids for ids in _base(installee)] == [False, False, False, True, True, True]
    assert sieges.annuler(installee, 9, 102) == attendue


def test_qui_attendre_le_jour_de_la_seance():
    veille = date(2024, 12, 2)
    assert sieges.a_attendre([(1, veille, False), (2, JOUR, False), (3, JOUR, True)], JOUR) == {2}, "not the interim"
    assert sieges.a_attendre([(1, veille, False), (1, JOUR, False)], JOUR) == frozenset(), "he sat already"
    assert sieges.a_attendre([(1, JOUR, False), (2, JOUR, False)], JOUR) == frozenset(), "a wholly new assembly"


def test_p7_un_suppleant_prend_le_siege_un_echevin_qui_remplace_garde_le_sien():
    conge = [("ana", ""), ("bob", ""), ("luc", "ana")]
    assert sieges.remplaces(conge) == {"ana"}, "the substitute has no seat of his own: one seat, one voice"
    assert sieges.remplaces([("ana", ""), ("bob", ""), ("bob", "ana")]) == frozenset(), "the bourgmestre f.f."
    assert sieges.remplaces([("ana", ""), ("bob", "")]) == frozenset()
