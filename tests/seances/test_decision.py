"""Decisions, deadlines and versions: the remaining pure rules."""

from dataclasses import replace
from datetime import date

import pytest

from college.erreurs import Refus
from college.seances import decision, echeances, versions
from college.seances.decision import Cas

CONSEIL = Cas("7", mention_vote="resultat_et_noms")
JOUR = date(2026, 12, 14)


def _motif(issue, cas):
    with pytest.raises(Refus) as refus:
        decision.verifier(issue, cas)
    return refus.value.motif


def test_le_college_decide_par_consensus_le_conseil_compte():
    assert decision.verifier("accepte", Cas("7")) is None
    assert _motif("accepte", CONSEIL) == "vote_manquant"
    assert decision.verifier("accepte", replace(CONSEIL, resultat="adopte")) is None
    assert decision.verifier("reporte", CONSEIL) is None


def test_la_decision_ne_contredit_pas_le_vote():
    assert _motif("accepte", replace(CONSEIL, resultat="rejete")) == "contredit_le_vote"
    assert _motif("refuse", replace(CONSEIL, resultat="adopte")) == "contredit_le_vote"
    assert _motif("accepte", replace(CONSEIL, resultat="partage")) == "contredit_le_vote"
    assert decision.verifier("accepte_modifie", replace(CONSEIL, resultat="adopte")) is None
    assert decision.verifier("nul_a_representer", replace(CONSEIL, resultat="nul")) is None


def test_p26_sans_texte_on_ne_fait_que_prendre_acte():
    vide = Cas("7", a_un_texte=False)
    assert _motif("accepte", vide) == "texte_vide"
    assert decision.verifier("accepte", replace(vide, nature="communication")) is None
    assert decision.verifier("pris_acte", vide) is None


def test_un_vote_ouvert_ou_une_seance_levee_retiennent_la_decision():
    assert _motif("reporte", replace(CONSEIL, scrutin_ouvert=True)) == "scrutin_ouvert"
    assert _motif("reporte", replace(CONSEIL, seance_verrouillee=True)) == "seance_levee"
    assert _motif("reporte", replace(CONSEIL, seance_commencee=False)) == "avant_la_seance"
    assert _motif("danser", CONSEIL) == "issue_inconnue"


def test_l_issue_par_defaut_suit_la_nature():
    assert decision.issue_par_defaut("communication") == "pris_acte"
    assert decision.issue_par_defaut("pv") == "accepte"
    assert decision.issue_par_defaut("decision", "reporte") == "reporte"
    assert {decision.issue_du_resultat(r) for r in decision.ISSUE_DU_RESULTAT} <= set(decision.ISSUES)


def test_d19_un_point_de_conseiller_cinq_jours_francs_avant():
    assert echeances.verifier_depot("conseil", JOUR, date(2026, 12, 8), "conseiller") is None
    with pytest.raises(Refus, match="mardi 8"):
        echeances.verifier_depot("conseil", JOUR, date(2026, 12, 9), "conseiller")
    with pytest.raises(Refus, match="collège"):
        echeances.verifier_depot("conseil", JOUR, date(2026, 12, 1), "echevin")


def test_une_interpellation_quinze_jours_francs_avant():
    assert echeances.verifier_depot("conseil", JOUR, date(2026, 11, 28), "", "interpellation") is None
    with pytest.raises(Refus):
        echeances.verifier_depot("conseil", JOUR, date(2026, 11, 29), "", "interpellation")


def test_les_echeances_d_un_conseil_et_d_un_college():
    dues = {e.code: e.jour for e in echeances.echeances("conseil", JOUR)}
    assert dues["convocation"] == date(2026, 12, 6) and dues["publication_projets_francs"] == date(2026, 12, 8)
    assert echeances.echeances("college", JOUR) == []
    assert [e.jour for e in echeances.echeances("college", JOUR, extraordinaire=True)] == [date(2026, 12, 11)]


def test_les_versions_s_appellent_a_b_c_puis_aa():
    assert [versions.lettre(n) for n in (1, 2, 26, 27, 28)] == ["A", "B", "Z", "AA", "AB"]


def test_la_difference_entre_deux_envois():
    avant = [{"id": 1, "numero": "1", "titre": "Un", "empreinte": "a"}, {"id": 2, "numero": "2", "titre": "Deux"}]
    change, retire = {**avant[0], "empreinte": "b"}, {**avant[1], "retire": True}
    apres = [change, retire, {"id": 3, "numero": "3", "titre": "Trois"}]
    ecart = versions.comparer(avant, apres)
    assert (ecart.ajoutes, ecart.retires, ecart.changes) == (("3 Trois",), ("2 Deux",), ("1 Un",))
    assert versions.comparer(avant, avant).vide
