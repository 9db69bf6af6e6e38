"""What makes a point proposable, what its nature brings, and its fingerprints."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest

from college.points.modele import NATURES
from college.points.phrases import enumerer, fr, jour, montant, pluriel
from college.points.regles import (
    EFFETS,
    completude,
    empreinte,
    empreinte_texte,
    faits,
    faits_lus,
    manques,
    recevable,
    texte_manquant,
)


def test_chaque_nature_du_contrat_a_ses_effets():
    assert set(EFFETS) == set(NATURES)
    assert not EFFETS["communication"].deliberation
    assert not EFFETS["question"].vote
    assert EFFETS["decision"].verbe == "DÉCIDE"
    assert EFFETS["prise_acte"].deliberation and not EFFETS["prise_acte"].vote


def test_recevable_dit_ce_qui_manque():
    assert recevable({"titre": "Rue Haute"})
    assert manques({"titre": " "}) == ("le titre",)
    assert manques({"titre": "x", "urgence": True}) == ("le motif de l’urgence",)
    contraires = {"titre": "x", "montant_htva": Decimal(100), "montant_tvac": Decimal(90)}
    assert "TVA comprise" in manques(contraires)[0]


@pytest.mark.parametrize(
    ("nature", "motivation", "dispositif", "manque"),
    [
        ("decision", "", "", True),
        ("decision", "<p> </p>", "", True),
        ("decision", "", "<p>Approuve</p>", False),
        ("communication", "", "", False),
    ],
)
def test_p26_un_texte_vide_arrete_la_decision_selon_la_nature(nature, motivation, dispositif, manque):
    assert texte_manquant(nature, motivation, dispositif) is manque


def test_completude_suit_la_page():
    rubriques = {r.code: r.etat for r in completude({"titre": "x", "nature": "decision"}, annexes=2)}
    assert rubriques == {
        "objet": "en_cours",
        "motivation": "a_faire",
        "dispositif": "a_faire",
        "budget": "sans_objet",
        "annexes": "pret",
        "publicite": "pret",
    }
    budget = {"titre": "x", "incidence_financiere": True}
    assert {r.code: r.etat for r in completude(budget)}["budget"] == "a_faire"
    budget["montant_htva"] = Decimal(3)
    assert {r.code: r.etat for r in completude(budget)}["budget"] == "en_cours"


def test_les_montants_reviennent_exacts():
    lus = faits_lus(faits({"montant_htva": Decimal("30000.10"), "categorie": "voirie"}))
    assert lus["montant_htva"] == Decimal("30000.10")
    assert lus["categorie"] == "voirie"
    assert lus["montant_tvac"] is None


def test_empreintes_texte_et_revision():
    contenu = {"titre": "x", "motivation": "<p>a</p>"}
    assert empreinte_texte(contenu) == empreinte_texte({**contenu, "montant_htva": 3})
    assert empreinte_texte(contenu) != empreinte_texte({**contenu, "motivation": "<p>b</p>"})
    assert empreinte(contenu, {"huis_clos": False}) != empreinte(contenu, {"huis_clos": True})


def test_typographie():
    assert fr("L'avis : « oui » ; 3 % !") == "L’avis\u00a0: «\u00a0oui\u00a0»\u00a0; 3\u00a0%\u00a0!"
    assert enumerer(["a", "b", "c"], "ou") == "a, b ou c"
    assert montant(Decimal("30000.5")) == "30\u00a0000,50\u00a0€"
    assert (pluriel(1, "point"), pluriel(3, "point")) == ("1\u00a0point", "3\u00a0points")

    assert jour(datetime.date(2026, 12, 1)) == "1er décembre 2026"
