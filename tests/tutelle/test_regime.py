"""Which supervision, until when, with which pieces: the data file and the pure rules that read it."""

from __future__ import annotations

from datetime import date

import pytest

from college.tutelle.donnees import catalogue
from college.tutelle.modele import ETATS
from college.tutelle.pieces import pieces_manquantes, reconnaitre
from college.tutelle.regime import PAR_DEFAUT, Regime, delai_annexe, obligation
from college.tutelle.suivi import LIBELLES, Etat

EN_2026 = date(2026, 12, 14)


def _regle(code: str, le: date = EN_2026):
    regle = catalogue().regle(code, le)
    assert regle is not None
    return regle


def test_d26_un_budget_se_transmet_dans_les_quinze_jours_et_aux_syndicats_dans_les_cinq():
    budget = _regle("APP-BUDGET")
    assert budget.regime is Regime.APPROBATION
    assert obligation(budget, EN_2026).le == date(2026, 12, 29)
    assert delai_annexe(budget, EN_2026).le == date(2026, 12, 19)
    assert "L1122-23" in delai_annexe(budget, EN_2026).regle


@pytest.mark.parametrize(
    ("decision", "dernier", "reporte"),
    [
        (date(2026, 11, 23), date(2026, 12, 8), None),
        (date(2026, 12, 10), date(2026, 12, 28), date(2026, 12, 25)),
        (date(2026, 11, 13), date(2026, 11, 30), date(2026, 11, 28)),
    ],
)
def test_le_delai_de_transmission_est_reporte_hors_des_jours_chomes(decision, dernier, reporte):
    echeance = obligation(_regle("ANN-ROI-CC"), decision)
    assert (echeance.le, echeance.reportee_de) == (dernier, reporte)
    assert "15 jours" in echeance.regle


def test_ce_qui_n_est_pas_a_transmettre_n_a_ni_delai_ni_piece_requise():
    regle = _regle("NONE-SUBVENTION")
    assert obligation(regle, EN_2026) is None
    assert pieces_manquantes(regle, ()) == ()


def test_un_acte_sans_type_releve_de_la_tutelle_generale_sur_demande():
    regle = catalogue().regle_d_un_acte("", EN_2026)
    assert regle.code == PAR_DEFAUT
    assert regle.regime is Regime.ANNULATION_SUR_DEMANDE


def test_une_regle_ne_juge_que_les_actes_de_son_temps():
    assert catalogue().regle("ANN-MP-TRAV", date(2023, 2, 28)) is None
    assert catalogue().regle("ANN-MP-TRAV", date(2023, 3, 1)) is not None
    assert "ANN-MP-TRAV" not in {r.code for r in catalogue().types(date(2023, 2, 28))}


def test_le_delai_fixe_du_spf_finances_est_le_quinze_fevrier_qui_suit():
    ipp = _regle("ADD-IPP-PI")
    assert delai_annexe(ipp, date(2026, 12, 14)).le == date(2027, 2, 15)
    assert delai_annexe(ipp, date(2027, 2, 15)).le == date(2027, 2, 15)


def test_les_types_proposes_sont_ceux_de_l_organe():
    college = {r.code for r in catalogue().types(EN_2026, "college")}
    assert "ANN-MP-TRAV" in college
    assert PAR_DEFAUT in college
    assert "APP-BUDGET" not in college


def test_les_annexes_sont_reconnues_a_leur_nom():
    budget = _regle("APP-BUDGET")
    noms = ["Avis_du_directeur_financier.pdf", "PV commission art. 12.pdf", "Syndicats - preuve.pdf", "Tableaux.xlsx"]
    trouvees = reconnaitre(catalogue(), budget, noms)
    assert trouvees == {"avis_df": 0, "avis_commission_12": 1, "preuve_syndicats": 2, "pieces_justificatives": 3}
    manquantes = pieces_manquantes(budget, {"deliberation", *trouvees})
    assert catalogue().libelles(manquantes) == ["Rapport prévu par l’article L1122-23"]


def test_une_annexe_ne_sert_qu_une_fois():
    budget = _regle("APP-BUDGET")
    assert len(reconnaitre(catalogue(), budget, ["avis de légalité et rapport budget.pdf"])) == 1


def test_les_donnees_sont_entieres():
    regles = catalogue().regles
    assert len(regles) == 33
    assert len({(r.code, r.valide_du) for r in regles}) == 33
    for regle in regles:
        assert regle.libelle
        assert regle.confiance
        assert regle.source
        assert all(code in catalogue().pieces for code in regle.pieces)
        assert regle.valide_du <= regle.valide_au
        assert "'" not in regle.libelle


def test_les_etats_sont_ceux_de_la_base_et_ont_tous_un_nom():
    assert set(ETATS) == set(Etat) == set(LIBELLES)
