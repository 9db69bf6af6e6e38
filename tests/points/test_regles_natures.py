"""The rules of what a point says, written out as a jurist would read them: natures, task list, facts, fingerprints."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

import pytest

from college.points import regles
from college.points.regles import EFFETS, Effets, completude

# nature: name, a vote, a délibération, its verb, an empty text is lawful, public by default
NATURES = """
decision | Décision | vote | délibération | DÉCIDE | - | public
prise_acte | Prise d’acte | - | délibération | PREND ACTE | vide | public
communication | Communication | - | - | PREND CONNAISSANCE | vide | public
information | Information | - | - | PREND CONNAISSANCE | vide | -
avis | Avis | vote | délibération | ÉMET UN AVIS | - | public
ratification | Ratification | vote | délibération | RATIFIE | - | public
election | Élection ou désignation | vote | délibération | DÉSIGNE | - | public
installation | Installation, serment ou démission | - | délibération | PREND ACTE | vide | public
question | Question | - | - | ENTEND | vide | public
interpellation | Interpellation | - | - | ENTEND | vide | public
motion | Motion | vote | délibération | ADOPTE | - | public
reglement | Règlement | vote | délibération | ARRÊTE | - | public
ordonnance | Ordonnance | vote | délibération | ORDONNE | - | public
pv | Approbation d’un procès-verbal | - | - | APPROUVE | vide | -
urgence | Admission de l’urgence | vote | - | DÉCLARE L’URGENCE | vide | public
"""
VIDE = {"titre": "Trottoirs", "note_synthese": "<p>Un résumé.</p>"}


def _ligne(texte):
    code, nom, vote, acte, verbe, vide, public = (mot.strip() for mot in texte.split("|"))
    return code, Effets(nom, vote == "vote", acte == "délibération", verbe, vide == "vide", public == "public")


@pytest.mark.parametrize(("code", "effets"), [_ligne(ligne) for ligne in NATURES.strip().splitlines()])
def test_les_effets_de_chaque_nature(code, effets):
    assert EFFETS[code] == effets
    assert len(EFFETS) == 15


def _rubrique(code, contenu, annexes=0):
    (lue,) = [r for r in completude(contenu, annexes) if r.code == code]
    return lue.libelle, lue.etat, lue.detail


@pytest.mark.parametrize(
    ("code", "contenu", "attendue"),
    [
        ("objet", {}, ("Objet et résumé", "a_faire", "À faire")),
        ("objet", {"titre": " "}, ("Objet et résumé", "a_faire", "À faire")),
        ("objet", {"titre": "A", "urgence": True}, ("Objet et résumé", "a_corriger", "Urgence à motiver")),
        ("objet", {**VIDE, "urgence": True, "motif_urgence": "Toit."}, ("Objet et résumé", "pret", "Prêt")),
        ("objet", {"titre": "A"}, ("Objet et résumé", "en_cours", "Sans résumé")),
        ("objet", VIDE, ("Objet et résumé", "pret", "Prêt")),
        ("motivation", {}, ("Motivation", "a_faire", "À faire")),
        ("motivation", {"motivation": "<p>Vu la loi ;</p>"}, ("Motivation", "pret", "Prêt")),
        ("motivation", {"nature": "question"}, ("Motivation", "sans_objet", "Facultatif")),
        ("dispositif", {"dispositif": "<p> </p>"}, ("Dispositif", "a_faire", "À faire")),
        ("dispositif", {"dispositif": "<p>Approuve.</p>"}, ("Dispositif", "pret", "Prêt")),
        ("budget", {}, ("Budget", "sans_objet", "Sans incidence")),
        ("budget", {"incidence_financiere": True}, ("Budget", "a_faire", "Montant à dire")),
        ("publicite", {}, ("Publicité", "pret", "Public")),
        ("publicite", {"huis_clos": True}, ("Publicité", "pret", "Huis clos")),
    ],
)
def test_la_liste_de_ce_qui_reste_a_faire(code, contenu, attendue):
    assert _rubrique(code, contenu) == attendue


@pytest.mark.parametrize(
    ("htva", "tvac", "article", "etat", "detail"),
    [
        (100, None, "", "en_cours", "Article à dire"),
        (None, 121, "421/731-60", "pret", "Prêt"),
        (100, 100, "421/731-60", "pret", "Prêt"),
        (100, 121, "421/731-60", "pret", "Prêt"),
        (100, 99, "421/731-60", "a_corriger", "À corriger"),
    ],
)
def test_le_budget_demande_un_montant_juste_et_son_article(htva, tvac, article, etat, detail):
    contenu = {"incidence_financiere": True, "montant_htva": htva, "montant_tvac": tvac, "article_budgetaire": article}
    assert _rubrique("budget", contenu) == ("Budget", etat, detail)


@pytest.mark.parametrize(
    ("annexes", "etat", "detail"),
    [(0, "sans_objet", "Aucune"), (1, "pret", "1 pièce"), (2, "pret", "2 pièces")],
)
def test_les_pieces_sont_comptees(annexes, etat, detail):
    assert _rubrique("annexes", {}, annexes) == ("Annexes", etat, detail)


def test_les_rubriques_sont_dans_l_ordre_de_la_page():
    codes = ["objet", "motivation", "dispositif", "budget", "annexes", "publicite"]
    assert [r.code for r in completude({})] == codes


@pytest.mark.parametrize(
    ("contenu", "manques"),
    [
        ({"titre": "A"}, ()),
        ({"titre": "  "}, ("le titre",)),
        ({"titre": "A", "urgence": True, "motif_urgence": " "}, ("le motif de l’urgence",)),
        ({"titre": "A", "urgence": True, "motif_urgence": "Toit."}, ()),
        ({"titre": "A", "montant_htva": 100, "montant_tvac": 100}, ()),
        (
            {"titre": "A", "montant_htva": 100, "montant_tvac": 99},
            ("un montant TVA comprise au moins égal au montant hors TVA",),
        ),
    ],
)
def test_ce_qui_empeche_d_envoyer(contenu, manques):
    assert regles.manques(contenu) == manques
    assert regles.recevable(contenu) == (not manques)


def test_les_faits_declares_reviennent_tels_quels():
    contenu = {
        "montant_htva": Decimal("10.50"), "categorie": "voirie", "type_acte": "marche", "organe": "college",
        "service": "travaux", "huis_clos": True, "urgence": True, "incidence_financiere": True, "titre": "A",
    }  # fmt: skip
    enregistres = regles.faits(contenu)
    assert enregistres == {
        "montant_htva": "10.50", "montant_tvac": None, "categorie": "voirie", "type_acte": "marche",
        "organe": "college", "service": "travaux", "huis_clos": True, "urgence": True, "incidence_financiere": True,
    }  # fmt: skip
    assert regles.faits_lus(enregistres)["montant_htva"] == Decimal("10.50")
    rien = regles.faits({"categorie": ""})
    assert (rien["categorie"], rien["huis_clos"], rien["urgence"], rien["incidence_financiere"]) == (None,) + (
        False,
    ) * 3


def test_l_empreinte_est_celle_d_un_json_canonique():
    """Fingerprints are kept for years: their recipe is fixed here, byte by byte."""
    textes = {
        "titre": "Été",
        "titre_public": "",
        "rapport": "",
        "note_synthese": "",
        "motivation": "",
        "dispositif": "D",
    }
    contenu = {"titre": "Été", "dispositif": "D", "motivation": None, "autre": "non compté"}
    canonique = json.dumps(textes, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert regles.empreinte_texte(contenu) == hashlib.sha256(canonique.encode()).hexdigest()
    tout = json.dumps({"textes": textes, "faits": {"a": 1}}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert regles.empreinte(contenu, {"a": 1}) == hashlib.sha256(tout.encode()).hexdigest()
    assert regles.empreinte_texte({"titre": "\udc80"}) != regles.empreinte_texte({"titre": "\udc81"})


def test_le_titre_s_arrete_a_mille_caracteres():
    assert regles.TITRE_MAX == 1000
