"""The life of an act at its supervisor's: scenarios of the law, then properties that no history may break."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from college.tutelle.delais import echeances_de_decision, horloges
from college.tutelle.donnees import catalogue
from college.tutelle.regime import Regime
from college.tutelle.suivi import (
    CHEZ_NOUS,
    COMPLETS,
    DECISIONS,
    FINS,
    SUITES,
    Etat,
    Fait,
    Situation,
    TransitionImpossible,
    avancer,
    certifier,
    entendre,
    execution,
    situer,
)

BUDGET = catalogue().regle("APP-BUDGET", date(2026, 1, 1))
ROI = catalogue().regle("ANN-ROI-CC", date(2026, 1, 1))
DEUX_OCTOBRE = date(2026, 10, 2)


def _recu(le: date, *suite: tuple[Etat, date]) -> Situation:
    faits = [Fait(Etat.EN_PREPARATION, le), Fait(Etat.TRANSMIS, le), Fait(Etat.ACCUSE_TECHNIQUE, le)]
    return situer([*faits, *(Fait(etat, jour) for etat, jour in suite)])


def test_d26_un_budget_transmis_ne_s_execute_pas_avant_son_approbation():
    assert not execution(BUDGET.regime, Etat.EN_INSTRUCTION).possible
    assert "L3132-1" in execution(BUDGET.regime, Etat.TRANSMIS).phrase
    assert execution(BUDGET.regime, Etat.APPROUVE).possible
    assert execution(BUDGET.regime, Etat.EXECUTOIRE_PAR_EXPIRATION).possible


def test_d27_le_silence_est_a_confirmer_puis_executoire_quand_une_personne_le_certifie():
    situation = _recu(DEUX_OCTOBRE, (Etat.EN_INSTRUCTION, date(2026, 10, 5)))
    assert not horloges(BUDGET, date(2026, 9, 28), situation, date(2026, 11, 3)).echue
    le_4 = horloges(BUDGET, date(2026, 9, 28), situation, date(2026, 11, 4))
    assert le_4.courante.le == date(2026, 11, 3)
    assert le_4.courante.reportee_de == date(2026, 11, 1)
    assert le_4.echue
    assert situation.etat is Etat.EN_INSTRUCTION  # nothing executes by itself
    with pytest.raises(TransitionImpossible, match="3\u00a0novembre\u00a02026"):
        certifier(situation, BUDGET, le_4.decision, date(2026, 11, 3))
    fait = certifier(situation, BUDGET, le_4.decision, date(2026, 11, 4))
    assert avancer(situation, fait).etat is Etat.EXECUTOIRE_PAR_EXPIRATION


def test_d27_proroge_le_dernier_jour_est_le_16_novembre_et_le_silence_attend_la_lecture_la_plus_tardive():
    situation = _recu(DEUX_OCTOBRE, (Etat.PROROGE, date(2026, 10, 30)))
    lues = horloges(BUDGET, date(2026, 9, 28), situation, date(2026, 11, 17))
    par_type = {e.type: e.le for e in lues.toutes}
    assert par_type["prorogation"] == date(2026, 11, 16)
    assert par_type["prorogation_prudente"] == date(2026, 11, 18)
    assert not lues.echue
    with pytest.raises(TransitionImpossible):
        certifier(situation, BUDGET, lues.decision, date(2026, 11, 18))
    assert horloges(BUDGET, date(2026, 9, 28), situation, date(2026, 11, 19)).echue


def test_d28_un_dossier_complete_fait_repartir_l_horloge():
    incomplet = _recu(DEUX_OCTOBRE, (Etat.INCOMPLET, DEUX_OCTOBRE))
    assert horloges(BUDGET, date(2026, 9, 28), incomplet, date(2026, 10, 10)).courante is None
    assert horloges(BUDGET, date(2026, 9, 28), incomplet, date(2026, 12, 10)).decision is None
    complete = entendre(incomplet, Fait(Etat.COMPLETE, date(2026, 10, 20)))
    assert horloges(BUDGET, date(2026, 9, 28), complete, date(2026, 10, 21)).courante.le == date(2026, 11, 19)


@pytest.mark.parametrize(
    ("recu", "trente", "quarante_cinq"),
    [
        (date(2026, 10, 12), date(2026, 11, 12), date(2026, 11, 26)),
        (date(2026, 10, 16), date(2026, 11, 16), date(2026, 11, 30)),
        (date(2026, 11, 25), date(2026, 12, 28), date(2027, 1, 11)),
        (date(2026, 12, 11), date(2027, 1, 11), date(2027, 1, 25)),
        (date(2027, 2, 27), date(2027, 3, 30), date(2027, 4, 13)),
        (date(2027, 8, 28), date(2027, 9, 28), date(2027, 10, 12)),
    ],
)
def test_les_vecteurs_de_la_loi(recu, trente, quarante_cinq):
    decision, prorogation, _prudente = echeances_de_decision(BUDGET, recu, proroge=True)
    assert (decision.le, prorogation.le) == (trente, quarante_cinq)


def test_le_silence_met_fin_a_la_tutelle_d_annulation_sans_mesure():
    situation = _recu(DEUX_OCTOBRE)
    assert certifier(situation, ROI, date(2026, 11, 3), date(2026, 11, 4)).etat is Etat.SANS_MESURE


def test_un_acte_sous_annulation_s_execute_des_sa_transmission_complete():
    assert not execution(ROI.regime, Etat.A_TRANSMETTRE).possible
    assert not execution(ROI.regime, Etat.INCOMPLET).possible
    assert execution(ROI.regime, Etat.EN_INSTRUCTION).possible
    assert not execution(ROI.regime, Etat.ANNULE).possible


def test_une_decision_prise_a_temps_et_recue_tard_prevaut_sur_le_silence_certifie():
    expire = _recu(DEUX_OCTOBRE, (Etat.EXECUTOIRE_PAR_EXPIRATION, date(2026, 11, 4)))
    assert entendre(expire, Fait(Etat.NON_APPROUVE, date(2026, 11, 6))).etat is Etat.NON_APPROUVE


def test_un_accuse_qui_arrive_apres_l_instruction_ne_recule_pas():
    situation = _recu(DEUX_OCTOBRE, (Etat.EN_INSTRUCTION, date(2026, 10, 5)), (Etat.ACCUSE_TECHNIQUE, DEUX_OCTOBRE))
    assert situation.etat is Etat.EN_INSTRUCTION


def test_rien_a_constater_tant_qu_aucun_delai_ne_court():
    with pytest.raises(TransitionImpossible, match="Aucun délai"):
        certifier(Situation(), BUDGET, None, date(2026, 11, 4))


def test_un_pas_impossible_nomme_les_deux_etats():
    with pytest.raises(TransitionImpossible, match=r"Approuvé.*À l’examen"):
        avancer(Situation(etat=Etat.APPROUVE), Fait(Etat.EN_INSTRUCTION, DEUX_OCTOBRE))


ETATS = st.sampled_from(list(Etat))
JOURS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
FAITS = st.lists(st.builds(Fait, ETATS, JOURS), max_size=14)


@given(FAITS)
def test_entendre_n_echoue_jamais_et_ne_suit_que_la_table(faits):
    situation = Situation()
    for fait in faits:
        suivante = entendre(situation, fait)
        assert suivante is situation or suivante.etat in SUITES[situation.etat]
        situation = suivante
    assert situation == situer(faits)


@given(FAITS, ETATS)
def test_avancer_et_entendre_sont_d_accord(faits, etat):
    situation, fait = situer(faits), Fait(etat, DEUX_OCTOBRE)
    if etat in SUITES[situation.etat]:
        assert avancer(situation, fait) == entendre(situation, fait)
    else:
        assert entendre(situation, fait) == situation
        with pytest.raises(TransitionImpossible):
            avancer(situation, fait)


@given(FAITS, st.sampled_from(list(FINS - {Etat.EXECUTOIRE_PAR_EXPIRATION, Etat.SANS_MESURE})), ETATS)
def test_une_decision_ou_un_retrait_ne_bouge_plus(faits, fin, etat):
    finie = Situation(etat=fin)
    assert entendre(finie, Fait(etat, DEUX_OCTOBRE)) is finie


@given(FAITS)
def test_un_fait_entendu_deux_fois_n_en_est_qu_un(faits):
    doubles = [fait for fait in faits for _ in range(2)]
    simple, double = situer(faits), situer(doubles)
    assert simple == double


@given(FAITS, JOURS, JOURS)
def test_jamais_echu_sans_dossier_complet_chez_l_autorite(faits, decision, aujourdhui):
    situation = situer(faits)
    lues = horloges(BUDGET, decision, situation, aujourdhui)
    if lues.echue and situation.etat not in CHEZ_NOUS:
        assert situation.complet_le is not None
        assert situation.etat in COMPLETS
        assert aujourdhui > lues.decision


@given(FAITS, JOURS, JOURS)
def test_le_silence_ne_se_certifie_qu_apres_toutes_les_lectures(faits, decision, aujourdhui):
    situation = situer(faits)
    lues = horloges(BUDGET, decision, situation, aujourdhui)
    try:
        fait = certifier(situation, BUDGET, lues.decision, aujourdhui)
    except TransitionImpossible:
        return
    assert all(aujourdhui > e.le for e in echeances_de_decision(BUDGET, situation.complet_le, situation.proroge))
    assert avancer(situation, fait).etat in {Etat.EXECUTOIRE_PAR_EXPIRATION, Etat.SANS_MESURE}


@given(JOURS, st.booleans())
def test_la_prorogation_ne_raccourcit_jamais(recu, proroge):
    echeances = echeances_de_decision(BUDGET, recu, proroge)
    assert all(echeance.le >= recu + timedelta(days=30) for echeance in echeances)
    if proroge:
        premiere, reception, terme = echeances
        assert premiere.le < reception.le <= terme.le


@given(st.sampled_from(list(Regime)), ETATS)
def test_un_acte_a_approuver_ne_s_execute_qu_a_la_fin(regime, etat):
    dite = execution(regime, etat)
    assert dite.phrase.endswith(".")
    if regime.a_approuver and dite.possible:
        assert etat in DECISIONS | {Etat.EXECUTOIRE_PAR_EXPIRATION}
