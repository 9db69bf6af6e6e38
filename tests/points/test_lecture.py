"""Definitions of chains: what may be written, and the sentence for what may not."""

from __future__ import annotations

import pytest

from college.points.definition import empreinte
from college.points.lecture import DefinitionInvalide, lire

CHEF = {"code": "chef", "libelle": "Visa", "role": "chef_service"}


def _erreurs(*etapes, **connus):
    with pytest.raises(DefinitionInvalide) as refus:
        lire({"code": "c", "etapes": list(etapes)}, **connus)
    return [erreur.replace("\u00a0", " ") for erreur in refus.value.erreurs]


def test_zero_etape_est_licite():
    assert lire({"code": "c", "etapes": []}).etapes == ()


def test_definition_complete_se_lit():
    chaine = lire(
        {
            "code": "college",
            "libelle": "Collège",
            "etapes": [
                CHEF,
                {
                    "code": "df",
                    "type": "avis",
                    "groupe": "df",
                    "delai_jours_ouvrables": 10,
                    "si": [
                        {"champ": "montant_htva", "operateur": ">=", "valeur": "30000.50"},
                        {"champ": "categorie", "operateur": "dans", "valeur": ["voirie", "batiments"]},
                    ],
                },
            ],
        },
        roles={"chef_service"},
        groupes={"df"},
    )
    df = chaine.etapes[1]
    assert (df.est_avis, df.garde, df.modifie, df.delai_jours_ouvrables) == (True, True, (), 10)
    assert "30 000,50 €" in df.si[0].phrase.replace("\u00a0", " ")
    assert df.si[1].phrase.replace("\u00a0", " ") == "la catégorie est parmi « voirie » ou « batiments »"


@pytest.mark.parametrize(
    ("etape", "attendu"),
    [
        ({**CHEF, "code": "Chef !"}, "Étape n° 1 : le code « Chef ! » ne convient pas"),
        ({**CHEF, "code": "auteur"}, "réservé"),
        ({**CHEF, "couleur": "bleu"}, "Étape « chef » : la clé « couleur » est inconnue."),
        ({**CHEF, "type": "accord"}, "« visa » ou « avis »"),
        ({**CHEF, "role": "fou"}, "le rôle « fou » n’existe pas"),
        ({**CHEF, "groupe": "dg"}, "d’une seule façon"),
        ({"code": "chef"}, "dites qui la tient"),
        ({**CHEF, "delai_jours": 0}, "de 1 à 365"),
        ({**CHEF, "delai_jours": 3, "delai_jours_ouvrables": 3}, "pas les deux"),
        ({**CHEF, "si": {"champ": "age", "operateur": "=", "valeur": 3}}, "le fait « age » est inconnu"),
        ({**CHEF, "si": {"champ": "huis_clos", "operateur": "<", "valeur": True}}, "l’opérateur « < »"),
        ({**CHEF, "si": {"champ": "montant_htva", "operateur": ">", "valeur": "beaucoup"}}, "la valeur « beaucoup »"),
        ({**CHEF, "si": {"champ": "montant_htva", "operateur": ">", "valeur": "NaN"}}, "la valeur « NaN »"),
        ({**CHEF, "si": "montant_htva > 3"}, "« si » s’écrit"),
        ({**CHEF, "obligatoire": "oui"}, "vrai ou faux"),
        ("chef", "une étape s’écrit"),
    ],
)
def test_chaque_erreur_nomme_son_etape(etape, attendu):
    erreurs = _erreurs(etape, roles={"chef_service"})
    assert any(attendu in erreur for erreur in erreurs), erreurs
    assert all(erreur.startswith("Étape ") and erreur.endswith(".") for erreur in erreurs)


def test_code_double_et_blocs_paralleles_disjoints():
    assert "sert déjà" in _erreurs(CHEF, CHEF)[0]
    a, b, c = ({**CHEF, "code": code} for code in "abc")
    assert "doivent se suivre" in _erreurs({**a, "parallele": "x"}, b, {**c, "parallele": "x"})[0]


def test_toutes_les_erreurs_sont_dites_ensemble():
    assert len(_erreurs({**CHEF, "type": "x", "delai_jours": -1}, {"code": "chef"})) == 4


def test_empreinte_ne_depend_pas_de_l_ordre_des_cles():
    assert empreinte({"a": 1, "b": 2}) == empreinte({"b": 2, "a": 1}) != empreinte({"a": 1})


@pytest.mark.parametrize(
    ("champ", "operateur", "valeur", "fait", "vrai"),
    [
        ("montant_htva", ">=", 30000, 30000, True),
        ("montant_htva", ">", 30000, 30000, False),
        ("montant_htva", "<", 30000, None, False),
        ("montant_htva", "!=", 30000, None, True),
        ("montant_tvac", "<=", 10, 10, True),
        ("montant_htva", "dans", [1, 2], 2, True),
        ("huis_clos", "=", True, True, True),
        ("huis_clos", "=", False, None, True),
        ("categorie", "dans", ["voirie"], "ecoles", False),
        ("service", "!=", "travaux", "finances", True),
    ],
)
def test_condition(champ, operateur, valeur, fait, vrai):
    si = {"champ": champ, "operateur": operateur, "valeur": valeur}
    condition = lire({"etapes": [{**CHEF, "si": si}]}).etapes[0].si[0]
    assert condition.vraie({champ: fait}) is vrai
    assert condition.phrase
