"""What becomes an act, whose hand goes where, how a number is written."""

from __future__ import annotations

from datetime import date

import pytest

from college.actes import fiche, numerotation, regles
from college.actes.regles import Main
from college.erreurs import Interdit, Refus

MAINS = (
    Main("secretaire", "directeur_general", "Chantal Petit", "la Directrice générale", 12),
    Main("president", "bourgmestre", "Denis Leroy", "le Bourgmestre", 1),
)


@pytest.mark.parametrize(
    ("deliberation", "issue", "actes", "type_acte", "attendu"),
    [(True, "accepte", "tous", "", True), (True, "refuse", "tous", "", True), (True, "reporte", "tous", "", False),
     (False, "accepte", "tous", "", False), (True, "accepte", "a_la_demande", "", False),
     (True, "accepte", "a_la_demande", "taxe", True), (True, None, "tous", "", False),
     (True, "nul_a_representer", "tous", "", False)],
)  # fmt: skip
def test_ce_qui_fait_un_acte(deliberation, issue, actes, type_acte, attendu):
    assert regles.fait_un_acte(deliberation, issue, actes, type_acte) is attendu


def test_chacun_signe_a_sa_place():
    assert regles.main_de(MAINS, [], 1, set()).champ == "president"
    assert regles.main_de(MAINS, ["president"], 12, set()).champ == "secretaire"


def test_qui_tient_la_fonction_aujourd_hui_signe_pour_l_absent():
    assert regles.main_de(MAINS, [], 99, {"bourgmestre"}).champ == "president"


def test_l18_le_meme_ne_signe_pas_deux_fois():
    with pytest.raises(Refus, match="déjà signé"):
        regles.main_de(MAINS, ["president"], 1, {"bourgmestre"})


def test_les_autres_apprennent_qui_signe():
    with pytest.raises(Interdit, match=r"Chantal Petit \(la Directrice générale\) et Denis Leroy"):
        regles.main_de(MAINS, [], 5, {"echevin"})


@pytest.mark.parametrize("etat_pv", [None, "projet", "soumis"])
def test_un_pv_se_signe_apres_son_approbation(etat_pv):
    with pytest.raises(Refus) as refus:
        regles.signable("pv", "a_signer", etat_pv, True)
    assert refus.value.article == "L1122-16"
    regles.signable("pv", "a_signer", "approuve", True)


def test_un_acte_retire_ou_en_preparation_ne_se_signe_pas():
    with pytest.raises(Refus, match="retiré"):
        regles.signable("deliberation", "retire", None, True)
    with pytest.raises(Refus, match="en préparation"):
        regles.signable("deliberation", "en_preparation", None, False)


@pytest.mark.parametrize(
    ("etat", "faites", "attendu"),
    [("a_signer", 1, "a_signer"), ("a_signer", 2, "signe"), ("publie", 2, "publie"), ("retire", 2, "retire")],
)
def test_l_etat_apres_une_signature(etat, faites, attendu):
    assert regles.etat_apres_signature(etat, faites, 2) == attendu


def test_un_pv_approuve_ne_l_est_pas_deux_fois():
    assert regles.etat_pv_approuve("projet", 0) == "approuve"
    assert regles.etat_pv_approuve("projet", 2) == "approuve_avec_corrections"
    with pytest.raises(Refus):
        regles.etat_pv_approuve("approuve", 0)


def test_les_references():
    assert numerotation.reference(numerotation.prefixe("conseil", "conseil"), 2026, 7) == "CC/2026/0007"
    assert numerotation.prefixe("autorite", "bourgmestre") == "BOURGM"
    assert numerotation.prefixe("college", "college", "CD") == "CD"
    jour = date(2026, 11, 9)
    assert numerotation.reference_pv("CC", jour, 1, "publique") == "PV/CC/2026-11-09"
    assert numerotation.reference_pv("CC", jour, 2, "huis_clos") == "PV/CC/2026-11-09/2/HC"


def test_la_fiche_interne_porte_les_mots_sans_balises():
    faits = fiche.Faits(
        3, "exemple", "conseil", "Conseil communal", "deliberation", "CC/2026/0003", "Taxe",
        "<p>Vu la loi&nbsp;;</p><p>D&eacute;cide</p>", date(2026, 11, 9), "/app/actes/3",
    )  # fmt: skip
    carte = fiche.fiche_de(faits)
    assert (carte.portee, carte.texte, carte.type.libelle) == ("interne", "Vu la loi ; Décide", "Délibération")
