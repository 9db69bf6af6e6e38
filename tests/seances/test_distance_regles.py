"""Sitting from elsewhere, the rule alone (L6511-1 to -3): when, what the notice must say, what is for the room."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.erreurs import Invalide, Refus
from college.seances import distance

JOUR = date(2026, 12, 14)
CRUE = {"motif": "Inondations du 10 décembre", "outil": "Webex", "explication": "Un lien est joint."}
LEGISLATIFS = ("conseil", "conseil_action_sociale", "comite_special")


@pytest.mark.parametrize("organe", LEGISLATIFS)
def test_p47_le_conseil_ne_siege_a_distance_qu_en_situation_extraordinaire_dite_dans_la_convocation(organe):
    assert distance.prevoir(organe, JOUR, "", CRUE) == CRUE
    for champ in CRUE:
        with pytest.raises(Invalide) as faute:
            distance.prevoir(organe, JOUR, "", {**CRUE, champ: " "})
        assert [f.champ for f in faute.value.fautes] == [champ]

    with pytest.raises(Refus) as refus:
        distance.verifier_connexion(organe, JOUR, "ROI art. 12", prevue=False)
    assert (refus.value.motif, refus.value.article) == ("distance_non_prevue", "L6511-1 CDLD")
    assert distance.verifier_connexion(organe, JOUR, "", prevue=True) is None


def test_p47_les_autres_organes_suivent_leur_reglement():
    sans_motif = {**CRUE, "motif": ""}
    assert distance.prevoir("college", JOUR, "ROI art. 12", sans_motif) == sans_motif
    with pytest.raises(Invalide) as faute:
        distance.prevoir("college", JOUR, "ROI art. 12", {"motif": "Crue"})
    assert [f.champ for f in faute.value.fautes] == ["outil", "explication"]
    assert distance.verifier_connexion("college", JOUR, "ROI art. 12", prevue=False) is None
    for refuser in (
        lambda: distance.prevoir("college", JOUR, "", CRUE),
        lambda: distance.verifier_connexion("college", JOUR, "", prevue=False),
    ):
        with pytest.raises(Refus) as refus:
            refuser()
        assert (refus.value.motif, refus.value.article) == ("distance_non_admise", "règlement d’ordre intérieur")


def test_p47_avant_le_decret_rien_ne_l_autorisait():
    with pytest.raises(Refus):
        distance.prevoir("conseil", date(2021, 9, 30), "", CRUE)
    assert distance.prevoir("conseil", date(2021, 10, 1), "", CRUE) == CRUE


MOTS = st.text(alphabet="aé \t\u00a0", max_size=4)


@given(st.fixed_dictionaries(dict.fromkeys(CRUE, MOTS)), st.sampled_from([*LEGISLATIFS, "college"]), MOTS)
def test_p47_ce_qui_est_admis_est_complet_et_sans_blancs(dite, organe, reglement):
    try:
        retenue = distance.prevoir(organe, JOUR, reglement, dite)
    except (Invalide, Refus):
        assert any(valeur.strip() for valeur in dite.values()), "nothing written is never at fault"
        return
    if not retenue:
        assert not any(valeur.strip() for valeur in dite.values())
        return
    assert retenue == {champ: valeur.strip() for champ, valeur in dite.items()}
    assert retenue["outil"] and retenue["explication"] and (retenue["motif"] or reglement)


@pytest.mark.parametrize(
    ("noms", "debut"),
    [
        (["Rose Collard"], "Rose Collard siège à distance et ne peut pas mettre de papier"),
        (["Rose Collard", "Paul Wéry"], "Rose Collard et Paul Wéry siègent à distance et ne peuvent pas mettre"),
    ],
)
def test_p47_un_scrutin_secret_sur_papier_attend_que_tous_les_votants_soient_dans_la_salle(noms, debut):
    with pytest.raises(Refus) as refus:
        distance.verifier_papier(noms, "L6511-1 CDLD")
    assert (refus.value.motif, refus.value.article) == ("papier_a_distance", "L6511-1 CDLD")
    assert refus.value.phrase.startswith(debut)
    assert distance.verifier_papier([], "L6511-1 CDLD") is None
