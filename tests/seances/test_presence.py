"""Presence as movements: states, places, refusals."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.erreurs import Invalide, Refus
from college.seances import presence
from college.seances.presence import APRES, Mouvement


def test_p41_absent_du_point_un_au_point_deux():
    suite = [
        Mouvement(7, "arrive", 0, sequence=1),
        Mouvement(7, "quitte", 1, sequence=2),
        Mouvement(7, "revient", 3, sequence=3),
    ]
    assert [7 in presence.presents_au_point(suite, n) for n in (1, 2, 3)] == [False, False, True]


def test_l5_une_sortie_apres_le_point_ne_touche_pas_ce_point():
    suite = [Mouvement(7, "arrive", 0, sequence=1), Mouvement(7, "quitte", 2, APRES, sequence=2)]
    assert 7 in presence.presents_au_point(suite, 2)
    assert 7 not in presence.presents_au_point(suite, 3)
    assert 7 not in presence.presents(suite)


def test_l11_le_retour_d_un_interesse_est_propose_au_point_suivant():
    suite = [Mouvement(7, "arrive", 0, sequence=1), Mouvement(7, "se_retire", 2, sequence=2)]
    assert presence.retires_au_point(suite, 2) == {7}
    assert presence.retours_a_proposer(suite, 2) == frozenset()
    assert presence.retours_a_proposer(suite, 3) == {7}
    assert 7 not in presence.presents_au_point(suite, 3), "proposed, never done by itself"


@pytest.mark.parametrize(
    ("avant", "evenement"),
    [
        (["arrive"], "excuse"),
        ([], "quitte"),
        ([], "se_retire"),
        (["excuse"], "se_retire"),
        (["arrive", "quitte"], "excuse"),
    ],
)
def test_p41_un_mouvement_impossible_est_refuse(avant, evenement):
    suite = [Mouvement(7, e, sequence=n) for n, e in enumerate(avant)]
    with pytest.raises(Refus) as refus:
        presence.decider(suite, Mouvement(7, evenement, rang=1, sequence=99), "Claire Dupont")
    assert refus.value.phrase.startswith("Claire Dupont")


@pytest.mark.parametrize("avant", [["arrive"], ["arrive", "quitte"]])
@pytest.mark.parametrize("evenement", ["excuse", "absent"])
def test_p41_avant_l_ouverture_un_present_note_trop_tot_se_corrige(avant, evenement):
    suite = [Mouvement(7, e, sequence=n) for n, e in enumerate(avant)]
    correction = Mouvement(7, evenement, sequence=99)
    assert presence.decider(suite, correction, "X", avant_l_ouverture=True) is correction
    with pytest.raises(Refus):
        presence.decider(suite, correction, "X")


def test_le_meme_mouvement_deux_fois_ne_change_rien():
    suite = [Mouvement(7, "arrive", sequence=1)]
    assert presence.decider(suite, Mouvement(7, "arrive", sequence=2), "X") is None


def test_p42_le_refus_nomme_les_points_votes():
    with pytest.raises(Refus, match="aux points 3, 5"):
        presence.refuser_si_a_vote(["3", "5"], "Claire Dupont")
    assert presence.refuser_si_a_vote([], "Claire Dupont") is None


EVENEMENTS = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from(presence.EVENEMENTS), st.integers(0, 5)), max_size=30
)


@given(EVENEMENTS)
def test_la_suite_acceptee_donne_toujours_un_etat_connu(essais):
    suite: list[Mouvement] = []
    for sequence, (membre, evenement, rang) in enumerate(essais):
        try:
            accepte = presence.decider(suite, Mouvement(membre, evenement, rang, sequence=sequence), "X")
        except Refus:
            continue
        if accepte:
            suite.append(accepte)
    etats = presence.etats(suite)
    assert set(etats.values()) <= set(presence.RESULTAT.values())
    assert presence.presents(suite) == {m for m, etat in etats.items() if etat == "present"}


HEURE = datetime(2026, 12, 14, 19, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("evenement", "minutes", "levee", "pourquoi"),
    [
        ("quitte", 66, None, "pas encore venu"),
        ("quitte", 65, None, ""),
        ("quitte", 26, 20, "était levée"),
        ("revient", -6, None, "n’était pas ouverte"),
        ("revient", -5, None, ""),
        ("arrive", -720, None, ""),
        ("arrive", -721, None, "bien avant"),
        ("excuse", -365 * 1440, None, ""),
        ("absent", -365 * 1440 - 1, None, "bien avant"),
    ],
)
def test_p41_un_mouvement_a_son_moment(evenement, minutes, levee, pourquoi):
    fin = HEURE + timedelta(minutes=levee) if levee else None
    moments = presence.Moments(HEURE, HEURE, fin, HEURE + timedelta(hours=1))
    attendu = pytest.raises(Invalide) if pourquoi else nullcontext()
    with attendu as refus:
        presence.verifier_moment(evenement, HEURE + timedelta(minutes=minutes), moments, "Alice Petit")
    assert not refus or (pourquoi in str(refus.value) and "d’Alice Petit" in str(refus.value))


def test_p41_une_seance_ouverte_en_avance_se_dit_a_son_heure_et_une_personne_arrive_avant_l_ouverture():
    avance = presence.Moments(HEURE, HEURE - timedelta(days=20), None, HEURE - timedelta(days=20))
    fermee = presence.Moments(HEURE, None, None, HEURE)
    assert presence.verifier_moment("quitte", HEURE, avance, "X") is None
    assert presence.verifier_moment("quitte", HEURE - timedelta(minutes=30), fermee, "X") is None
