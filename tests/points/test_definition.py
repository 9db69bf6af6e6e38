"""When a step of the chain applies, and the words that say it: pure. A closed vocabulary, told case by case."""

from __future__ import annotations

from decimal import Decimal

import pytest

from college.points.definition import FAITS, Chaine, Condition, Etape

SEUIL = Decimal(30000)


@pytest.mark.parametrize(
    ("operateur", "dessous", "juste", "dessus", "dit"),
    [
        ("=", False, True, False, "est 30 000 €"),
        ("!=", True, False, True, "n’est pas 30 000 €"),
        ("<", True, False, False, "est inférieur à 30 000 €"),
        ("<=", True, True, False, "ne dépasse pas 30 000 €"),
        (">", False, False, True, "dépasse 30 000 €"),
        (">=", False, True, True, "atteint 30 000 €"),
    ],
)
def test_un_seuil_au_centime_pres(operateur, dessous, juste, dessus, dit):
    """« atteint » counts the threshold itself, « dépasse » does not; an amount that nobody gave asks for nothing."""
    condition = Condition("montant_htva", operateur, SEUIL)
    montants = (SEUIL - Decimal("0.01"), SEUIL, SEUIL + Decimal("0.01"))
    assert [condition.vraie({"montant_htva": montant}) for montant in montants] == [dessous, juste, dessus]
    assert condition.vraie({}) is (operateur == "!=") and condition.vraie({"montant_htva": None}) is (operateur == "!=")
    assert condition.phrase.replace("\u00a0", " ") == f"le montant hors TVA {dit}"


@pytest.mark.parametrize(
    ("champ", "oui", "non"),
    [
        ("huis_clos", "le point est à huis clos", "le point est public"),
        ("urgence", "l’urgence est demandée", "l’urgence n’est pas demandée"),
        ("incidence_financiere", "le point a une incidence financière", "le point est sans incidence financière"),
    ],
)
def test_une_case_que_personne_ne_coche_vaut_non(champ, oui, non):
    cas = {("=", True): oui, ("=", False): non, ("!=", True): non, ("!=", False): oui}
    for (operateur, valeur), phrase in cas.items():
        condition = Condition(champ, operateur, valeur)
        assert condition.phrase == phrase
        assert (condition.vraie({champ: True}), condition.vraie({champ: False})) == (phrase == oui, phrase == non)
        assert condition.vraie({}) is condition.vraie({champ: None}) is condition.vraie({champ: False})


@pytest.mark.parametrize(
    ("champ", "nom"),
    [
        ("categorie", "la catégorie"),
        ("type_acte", "le type d’acte"),
        ("organe", "l’organe"),
        ("service", "le service"),
    ],
)
def test_un_code_est_parmi_ceux_qui_sont_dits(champ, nom):
    parmi = Condition(champ, "dans", ("a", "b"))
    assert [parmi.vraie(faits) for faits in ({champ: "a"}, {champ: "b"}, {champ: "c"}, {})] == [
        True,
        True,
        False,
        False,
    ]
    assert parmi.phrase.replace("\u00a0", " ") == f"{nom} est parmi « a » ou « b »" and champ in FAITS
    assert Condition("montant_tvac", "=", SEUIL).phrase.startswith("le montant TVA comprise est")


def test_une_etape_s_applique_quand_toutes_ses_conditions_tiennent():
    deux = Etape("df", "Avis", si=(Condition("montant_htva", ">=", SEUIL), Condition("organe", "=", "conseil")))
    assert deux.applicable({"montant_htva": SEUIL, "organe": "conseil"})
    assert not deux.applicable({"montant_htva": SEUIL, "organe": "college"}) and not deux.applicable({})


def test_une_etape_dont_rien_n_est_dit_est_un_visa_obligatoire_qui_tombe_avec_le_texte():
    etape, chaine = Etape("chef", "Visa"), Chaine("c", "C", (Etape("chef", "Visa"), Etape("dg", "Accord")))
    assert etape.applicable({}) and etape.obligatoire and not etape.est_avis and Etape("df", "A", "avis").est_avis
    assert not (etape.garde or etape.bloquant or etape.samedi or etape.groupe_en_charge)
    assert (chaine.raccourcis, chaine.version, chaine.rang("dg"), chaine.rang("x")) == ("aucun", 1, 1, None)
