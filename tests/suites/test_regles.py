"""What a decision's own words ask for, and to whom it goes."""

from __future__ import annotations

from datetime import date

import pytest

from college.suites import regles


@pytest.mark.parametrize(
    ("html", "attendu"),
    [
        ("<p>Article 2. De charger le service Travaux du suivi.</p>", ["De charger le service Travaux du suivi."]),
        ("<p>Art. 3 : Charge le Collège de l’exécution.</p>", ["Charge le Collège de l’exécution."]),
        ("<p>Article 1er. D’approuver les charges de l’exercice.</p>", []),
        (
            "<p>Article unique. D’abattre six frênes. Charge le service Travaux de les remplacer.</p>",
            ["Charge le service Travaux de les remplacer."],
        ),
        ("<p>Considérant la charge de travail ;</p>", []),
    ],
)
def test_charge_x_de_devient_une_tache(html, attendu):
    assert regles.charges(html) == attendu


def test_une_decision_de_principe_attend_sa_suite():
    assert regles.de_principe("Accord de principe sur la vente", "")
    assert regles.de_principe("Vente", "<p>Marque son accord sur le principe de la vente.</p>")
    assert not regles.de_principe("Vente", "<p>Décide de vendre en principe lundi.</p>")


@pytest.mark.parametrize(
    ("nature", "texte", "attendu"),
    [
        ("ordonnance", "<p>Vu l’article 134 de la nouvelle loi communale ;</p>", True),
        ("ordonnance", "<p>Vu l’article 134ter ;</p>", False),
        ("ordonnance", "<p>Vu l’article 135, § 2 ;</p>", False),
        ("decision", "<p>Vu l’article 134 ;</p>", False),
    ],
)
def test_seule_une_ordonnance_de_l_article_134_se_confirme(nature, texte, attendu):
    assert regles.a_confirmer(nature, texte) is attendu


def test_les_destinataires_se_lisent_comme_on_les_ecrit():
    services = {"finances": "Finances", "travaux": "Travaux"}
    affaire = regles.Affaire(
        ["finances", "SA Dubois, rue Haute 3, 4000 Liège", {"nom": "Région", "canal": "ebox", "genre": "autorite"}],
        "Jean Petit",
        services,
        "travaux",
    )
    lus = [(d.nom, d.genre, d.canal, d.piece) for d in regles.destinataires(affaire)]
    assert lus == [
        ("Finances", "service", "courriel", "releve"),
        ("SA Dubois", "tiers", "simple", "notification"),
        ("Région", "autorite", "ebox", "notification"),
        ("Jean Petit", "demandeur", "simple", "notification"),
        ("Travaux", "service", "courriel", "releve"),
    ]
    assert regles.destinataires(affaire)[1].adresse == "rue Haute 3, 4000 Liège"


def test_nul_ne_recoit_deux_fois_la_meme_piece():
    affaire = regles.Affaire(["travaux"], "", {"travaux": "Travaux"}, "travaux")
    assert len(regles.destinataires(affaire)) == 1
    assert regles.lire("travaux publics", {"travaux": "Travaux publics"}).service == "travaux"


@pytest.mark.parametrize(
    ("notifie", "terme"),
    [(date(2026, 12, 1), date(2027, 2, 1)), (date(2026, 11, 27), date(2027, 1, 26))],
)
def test_le_recours_court_soixante_jours_et_se_reporte_au_jour_ouvrable(notifie, terme):
    assert regles.date_recours(notifie) == terme


def test_un_membre_du_college_siege_au_conseil_sans_jeton():
    seances = [("2026-12-14", frozenset({1, 2}), frozenset({1, 2})), ("2026-12-21", frozenset({1, 2}), frozenset({1}))]
    lignes = regles.compter_presences(seances, {1: "Anne", 2: "Luc"}, 12_550, {("2026-12-21", 1), ("2026-12-14", 2)})
    assert [(li["nom"], li["presences"], li["du"]) for li in lignes] == [("Anne", 2, 12_550), ("Luc", 1, 12_550)]


def test_les_presences_se_comptent_par_jour_de_seance():
    seances = [
        ("2026-10-05", frozenset({1, 2}), frozenset({1, 2, 9})),
        ("2026-10-05", frozenset({1, 2}), frozenset({1})),
        ("2026-10-12", frozenset({1, 2}), frozenset({2})),
    ]
    lignes = regles.compter_presences(seances, {1: "Claire Dupont", 2: "Denis Leroy"}, 12_500)
    assert [(li["nom"], li["tenues"], li["presences"], li["du"]) for li in lignes] == [
        ("Claire Dupont", 2, 1, 12_500),
        ("Denis Leroy", 2, 2, 25_000),
    ]
