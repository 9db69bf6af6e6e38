"""The life of a séance: what is possible when, and why not."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.erreurs import Refus
from college.seances import cycle, quorum
from college.seances.cycle import Situation

JOUR = date(2026, 12, 14)
ATTEINT = quorum.calculer("conseil", JOUR, base=21, presents=12)
MANQUE = quorum.calculer("conseil", JOUR, base=21, presents=10)
CONSEIL = Situation("en_preparation", "conseil", JOUR, date(2026, 12, 1), nb_points=3, quorum=ATTEINT)
COLLEGE = Situation("en_preparation", "college", JOUR, JOUR, nb_points=3, quorum=ATTEINT)


def _refus(situation, action, **options):
    with pytest.raises(Refus) as refus:
        cycle.decider(situation, action, **options)
    return refus.value


def test_d7_la_convocation_se_recoit_jusqu_au_six_decembre():
    assert cycle.decider(replace(CONSEIL, aujourdhui=date(2026, 12, 6)), "convoquer").vers == "convoquee"
    refus = _refus(replace(CONSEIL, aujourdhui=date(2026, 12, 7)), "convoquer")
    assert refus.article == "L1122-13 CDLD" and refus.franchissable
    assert "dimanche 6\u00a0décembre\u00a02026" in refus.phrase
    assert refus.complements["premiere_date"] == "2026-12-15"


def test_l_urgence_motivee_passe_outre_et_se_garde():
    passage = cycle.decider(replace(CONSEIL, aujourdhui=date(2026, 12, 12)), "convoquer", "Sinistre du 11 décembre")
    assert passage.vers == "convoquee" and len(passage.outrepasses) == 1
    assert _refus(replace(CONSEIL, aujourdhui=date(2026, 12, 12)), "convoquer", passer_outre="  ").franchissable


def test_d9_deuxieme_convocation_deux_jours_francs():
    deuxieme = replace(CONSEIL, convocation=2, precedente_en_carence=True, aujourdhui=date(2026, 12, 11))
    assert cycle.decider(deuxieme, "convoquer").vers == "convoquee"
    refus = _refus(replace(deuxieme, aujourdhui=date(2026, 12, 12)), "convoquer")
    assert refus.article == "L1122-17 CDLD" and "2 jours francs" in refus.phrase


def test_d9_une_deuxieme_convocation_suppose_une_carence():
    refus = _refus(replace(CONSEIL, convocation=2, aujourdhui=date(2026, 12, 1)), "convoquer")
    assert refus.motif == "precedente_sans_carence"


def test_d1_d9_sans_quorum_on_n_ouvre_pas():
    refus = _refus(replace(CONSEIL, etat="convoquee", aujourdhui=JOUR, quorum=MANQUE), "ouvrir")
    assert refus.article == "L1122-17 CDLD" and "quorum : 11 requis, 10 présents" in refus.phrase
    assert cycle.decider(replace(CONSEIL, etat="convoquee", aujourdhui=JOUR), "ouvrir").vers == "ouverte"


def test_la_carence_demande_que_le_quorum_manque():
    convoque = replace(CONSEIL, etat="convoquee", aujourdhui=JOUR)
    assert cycle.decider(replace(convoque, quorum=MANQUE), "constater_carence").vers == "levee"
    assert _refus(convoque, "constater_carence").motif == "quorum_atteint"


def test_le_conseil_ne_s_ouvre_pas_sans_convocation_le_college_si():
    assert _refus(replace(CONSEIL, aujourdhui=JOUR), "ouvrir").motif == "non_convoquee"
    assert cycle.decider(COLLEGE, "ouvrir").vers == "ouverte"


def test_un_college_extraordinaire_se_convoque_deux_jours_francs_avant():
    extraordinaire = replace(COLLEGE, extraordinaire=True, aujourdhui=date(2026, 12, 11))
    assert cycle.decider(extraordinaire, "convoquer").vers == "convoquee"
    assert _refus(replace(extraordinaire, aujourdhui=date(2026, 12, 12)), "convoquer").article == "L1123-21 CDLD"
    assert _refus(replace(extraordinaire, aujourdhui=JOUR), "ouvrir").motif == "non_convoquee"


def test_on_n_ouvre_pas_avant_le_jour():
    assert _refus(replace(COLLEGE, aujourdhui=date(2026, 12, 13)), "ouvrir").motif == "avant_la_date"


def test_un_ordre_du_jour_vide_ne_se_convoque_pas():
    assert not _refus(replace(CONSEIL, nb_points=0), "convoquer").franchissable


def test_l16_lever_avec_un_point_indecis_est_refuse_avec_la_liste():
    refus = _refus(replace(COLLEGE, etat="ouverte", indecis=("3", "5")), "lever")
    assert "les points 3, 5" in refus.phrase
    assert cycle.decider(replace(COLLEGE, etat="ouverte"), "lever").vers == "levee"


def test_on_ne_leve_ni_ne_suspend_pendant_un_vote():
    for action in ("lever", "suspendre"):
        assert _refus(replace(COLLEGE, etat="ouverte", scrutin_ouvert="4"), action).motif == "scrutin_ouvert"


def test_ce_qui_est_arrete_ne_se_rouvre_pas():
    assert "nouvelle décision" in _refus(replace(COLLEGE, etat="arretee"), "rouvrir").phrase
    assert cycle.decider(replace(COLLEGE, etat="levee"), "rouvrir").vers == "ouverte"


def test_les_projets_ne_se_publient_que_la_ou_c_est_prevu():
    assert _refus(replace(CONSEIL, etat="convoquee"), "publier_projets").motif == "publication_non_prevue"
    publie = replace(CONSEIL, etat="convoquee", publication_projets=True)
    assert cycle.decider(publie, "publier_projets").vers == "convoquee"


def test_une_action_inconnue_est_nommee():
    assert "danser" in _refus(COLLEGE, "danser").phrase


def test_l_organe_peut_fixer_son_propre_delai():
    assert cycle.dernier_jour_de_reception(replace(CONSEIL, delai_francs=10)) == date(2026, 12, 3)
    assert cycle.dernier_jour_de_reception(replace(CONSEIL, convocation=2)) == date(2026, 12, 11)
    assert cycle.dernier_jour_de_reception(replace(CONSEIL, delai_francs=3, convocation=2)) == date(2026, 12, 10)
    assert cycle.dernier_jour_de_reception(COLLEGE) is None


def test_la_vie_complete_d_un_college():
    etat = "en_preparation"
    for action in ("ouvrir", "suspendre", "reprendre", "lever", "arreter", "approuver_pv", "archiver"):
        etat = cycle.decider(replace(COLLEGE, etat=etat), action).vers
    assert etat == "archivee"


SITUATIONS = st.builds(
    Situation,
    etat=st.sampled_from(list(cycle.ETATS)),
    type_organe=st.sampled_from(["college", "conseil", "bureau_permanent", "libre"]),
    jour=st.just(JOUR),
    aujourdhui=st.dates(date(2026, 11, 20), date(2026, 12, 20)),
    convocation=st.integers(1, 3),
    extraordinaire=st.booleans(),
    precedente_en_carence=st.booleans(),
    nb_points=st.integers(0, 2),
    quorum=st.sampled_from([None, ATTEINT, MANQUE]),
    publication_projets=st.booleans(),
    scrutin_ouvert=st.sampled_from([None, "4"]),
    indecis=st.sampled_from([(), ("3",)]),
    a_reprendre=st.sampled_from([(), ("point 3, « x voix » laisse le vote en blanc",)]),
)


@given(SITUATIONS)
def test_un_bouton_est_allume_si_et_seulement_si_la_regle_accepte(situation):
    for action in cycle.actions_possibles(situation):
        try:
            cycle.decider(situation, action.code)
        except Refus as refus:
            assert not action.possible and action.motif == refus.phrase
        else:
            assert action.possible


@given(SITUATIONS, st.sampled_from(list(cycle.ACTIONS)))
def test_passer_outre_ne_franchit_que_ce_que_la_loi_permet(situation, action):
    try:
        passage = cycle.decider(situation, action, "motif écrit")
    except Refus as refus:
        assert not refus.franchissable
    else:
        assert situation.etat in cycle.ACTIONS[action].depuis
        assert passage.vers in cycle.ETATS


@given(SITUATIONS, st.sampled_from(list(cycle.ACTIONS)))
def test_chaque_refus_est_une_phrase(situation, action):
    try:
        cycle.decider(situation, action)
    except Refus as refus:
        assert refus.phrase[0].isupper() or refus.phrase[0] == "«"
        assert len(refus.phrase) > 20
