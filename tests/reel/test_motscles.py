"""Titles say the nature of a point and the type of act."""

import pytest

from college.reel.motscles import nature, type_acte


@pytest.mark.parametrize(
    ("titre", "attendue"),
    [
        ("Procès-verbal de la séance du 29 janvier 2026 - Approbation", "pv"),
        ("Communications de la bourgmestre", "communication"),
        ("Rapport annuel : prise d’acte", "prise_acte"),
        ("Factures sans crédit - Ratification", "ratification"),
        ("Questions orales", "question"),
        ("MOTION POUR LE MAINTIEN DU BUREAU DE POSTE", "motion"),
        ("Ordonnance de police relative aux feux d’artifice", "ordonnance"),
        ("Règlement complémentaire de circulation, rue Haute", "reglement"),
        ("Installation et prestation de serment d’une conseillère communale", "installation"),
        ("Achat d’une camionnette - Conditions et mode de passation", "decision"),
        ("Démission d’un délégué et désignation de sa remplaçante", "decision"),
    ],
)
def test_nature_of_a_title(titre, attendue):
    assert nature(titre) == attendue


@pytest.mark.parametrize(
    ("titre", "attendu"),
    [
        ("Budget communal 2027, services ordinaire et extraordinaire", "APP-BUDGET"),
        ("Modification budgétaire n° 1 de 2026", "APP-MB"),
        ("Compte communal de l’exercice 2025 - Approbation", "APP-COMPTES"),
        ("Taxe communale sur les écrits publicitaires", "APP-TAXE"),
        ("Règlement-redevance sur la location du chapiteau", "APP-REDEVANCE"),
        ("ROI DU CONSEIL COMMUNAL : MODIFICATION", "ANN-ROI-CC"),
        ("Garantie d’emprunt en faveur du club", "ANN-GARANTIE"),
        ("Fabrique d’église Sainte-Apolline - Budget 2026", None),
        ("CPAS - Budget 2026 - Approbation", None),
        ("Budget 2026 : décision de l’autorité de tutelle - Communication", None),
        ("Zone de secours - Dotation communale au budget 2026", None),
        ("Achat de sel de déneigement", None),
    ],
)
def test_type_of_act_of_a_title(titre, attendu):
    assert type_acte(titre) == attendu
