"""From facts to the tree of plain values that templates print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from college.templates_docs import contexte, documents, exemple, gabarit_html, grammaire
from college.templates_docs.entree import Corps, Decision, Personne, Point

CANARI = "Désignation d’une institutrice"


@pytest.mark.parametrize("type_document", documents.TYPES)
def test_le_contexte_n_est_que_valeurs(type_document):
    vu = documents.contexte_de(type_document, exemple.dossier_exemple(type_document), exemple.SUITE)
    gabarit_html.verifier_contexte(vu)
    assert vu["meta"]["titre"] and vu["etablissement"]["nom"] == "Commune de Val-des-Aulnes"


def test_un_objet_appelable_est_refuse():
    with pytest.raises(gabarit_html.ContexteImpur):
        gabarit_html.verifier_contexte({"a": [exemple.DOSSIER]})


@pytest.mark.parametrize("type_document", ["pv", "ordre_du_jour", "convocation", "note_synthese"])
def test_d17_un_point_a_huis_clos_ne_laisse_que_son_numero_dans_un_document_public(type_document):
    vu = str(documents.contexte_de(type_document, exemple.DOSSIER))
    assert CANARI not in vu and "CC/2026/139" not in vu and "Enseignement" not in vu
    if type_document != "note_synthese":
        assert "Huis clos – article L1122-21" in vu


def test_la_partie_a_huis_clos_ne_porte_que_les_points_fermes():
    vu = contexte.contexte_pv(replace(exemple.DOSSIER, partie="huis_clos"))
    assert [s["titre"] for s in vu["sections"]] == ["Huis clos"]
    assert vu["sections"][0]["points"][0]["titre"].startswith(CANARI)
    assert vu["references"][-1] == "Partie à huis clos"


def test_les_proprietes_du_fichier_taisent_le_titre_d_un_point_ferme():
    ferme = replace(exemple.DOSSIER, points=(exemple.POINTS[5],), reference="CC/2026/139", partie="huis_clos")
    assert CANARI not in str(contexte.contexte_deliberation(ferme)["meta"])


def test_p47_les_presences_s_accordent():
    f, m = Personne("Mme A", genre="f"), Personne("M. B")
    titres = lambda *p: [g["titre"] for g in contexte.groupes_presence(p)]  # noqa: E731
    assert titres(f) == ["Présente"] and titres(f, f) == ["Présentes"] and titres(m, f) == ["Présents"]
    double = lambda *p: [g["titre"] for g in contexte.groupes_presence(p, double_forme=True)]  # noqa: E731
    assert double(f, m, m) == ["Présente et présents"] and double(f, f, m) == ["Présentes et présent"]
    assert double(f, f) == ["Présentes"] and double(m) == ["Présent"]
    secretaires = [replace(p, groupe="secretaire") for p in (f, f, m, m)]
    assert double(*secretaires) == ["Secrétaires"], "one word for all is not said twice"
    excusee = replace(f, groupe="excuse")
    assert titres(m, excusee) == ["Présent", "Excusée"]
    retiree = replace(f, groupe="absent", presence="retirée")
    assert titres(m, replace(m, groupe="absent"), retiree) == ["Présent", "Absent", "Retirée"]


def test_un_college_ne_dit_pas_en_seance_publique():
    dossier = replace(exemple.DOSSIER, corps=exemple.COLLEGE)
    assert contexte.entete_acte(dossier, exemple.POINTS[2]) == "Le Collège communal,"
    assert contexte.entete_acte(exemple.DOSSIER, exemple.POINTS[5]) == "Le Conseil communal, à huis clos,"


def test_un_point_reporte_dit_son_sort_et_rien_d_autre():
    p = Point("7", "Achat", decisions=(Decision(phrase_issue="Le Conseil décide de reporter le point."),))
    vu = contexte.point(exemple.DOSSIER, p)
    assert vu["issues"] == ["Le Conseil décide de reporter le point."] and "DÉCIDE" not in vu["texte_html"]


def test_plusieurs_decisions_ont_chacune_leur_vote():
    p = Point(
        "8",
        "Assemblée générale",
        dispositif_html="<p>DÉCIDE :</p><p>Article 1. D’approuver l’ordre du jour.</p>",
        decisions=(
            Decision(phrase_vote="À l’unanimité,"),
            Decision("Point 2 : comptes", "Par 9 voix pour et 2 abstentions,", "", "<p>D’approuver les comptes.</p>"),
        ),
    )
    texte = contexte.point(exemple.DOSSIER, p)["texte_html"]
    assert (
        texte.index("À l’unanimité")
        < texte.index("comptes</p>")
        < texte.index("Par 9 voix")
        < texte.index("D’approuver les")
    )


def test_l_extrait_porte_la_mention_conforme_et_les_mains_de_l_original():
    original = replace(exemple.SIGNATAIRES[0], a_signe=True)
    facts = replace(exemple.dossier_exemple("extrait"), signataires=(original, exemple.SIGNATAIRES[1]))
    vu = documents.contexte_de("extrait", facts)
    assert vu["conforme"] == "Pour extrait conforme, Val-des-Aulnes, le 12\xa0novembre\xa02026,"
    assert [m["nom"] for m in vu["originaux"]] == ["Chantal Noirhomme"]
    assert [m["nom"] for m in vu["signataires"]] == ["Solange Hennequart"]


def test_une_deuxieme_convocation_le_dit_et_cite_son_article():
    seance = replace(exemple.SEANCE, convocation=2)
    vu = documents.contexte_de("convocation", replace(exemple.DOSSIER, seance=seance))
    assert "pour la deuxième fois" in vu["formule"] and "L1122-17" in vu["rang"]


@pytest.mark.parametrize(
    ("repris", "dit"),
    [("", "convocation est la troisième."), ("7", "; le point 7 est mis pour la troisième fois à l’ordre du jour."),
     ("78", "; les points 7 et 8 sont mis pour la troisième fois à l’ordre du jour."),
     ("789", "la troisième et porte sur les points mis pour la troisième fois à l’ordre du jour.")],
)  # fmt: skip
def test_d9_seuls_les_points_repris_sont_mis_pour_la_troisieme_fois(repris, dit):
    points = tuple(Point(n, "Achat", repris=n in repris) for n in "789")
    facts = replace(exemple.DOSSIER, seance=replace(exemple.SEANCE, convocation=3), points=points)
    assert documents.contexte_de("convocation", facts)["rang"].replace("\xa0", " ").endswith(dit)


@pytest.mark.parametrize(
    ("nom", "genre", "attendu"),
    [("Conseil communal", "m", "du Conseil communal"), ("Commission", "f", "de la Commission"),
     ("Assemblée générale", "f", "de l’Assemblée générale")],
)  # fmt: skip
def test_l_article_devant_l_organe(nom, genre, attendu):
    assert grammaire.du(nom, genre) == attendu
    vu = contexte.contexte_pv(replace(exemple.DOSSIER, corps=Corps(nom, "libre", genre)))
    assert vu["titre"] == f"Procès-verbal {attendu}"


def test_les_dates_et_la_ponctuation():
    assert grammaire.jour(date(2026, 3, 1), semaine=True) == "dimanche 1er\xa0mars\xa02026"
    assert grammaire.typographier("Taxe : l'an « 2027 » ; n° 4 ?") == (
        "Taxe\xa0: l’an «\xa02027\xa0»\xa0; n°\xa04\xa0?"
    )


def test_l_ordre_du_jour_du_conseil_est_du_college():
    assert documents.contexte_de("ordre_du_jour", exemple.DOSSIER)["par"] == "Par le Collège communal,"


def test_la_premiere_de_plusieurs_decisions_garde_ses_articles():
    plan = Decision("Plan", "À l’unanimité,", dispositif_html="<p>D’approuver le plan.</p>")
    budget = Decision("Budget", "Par 3 voix pour,", dispositif_html="<p>D’approuver le budget.</p>")
    point = Point(numero="1", titre="Assemblée générale", motivation_html="<p>Vu la loi ;</p>", decisionnel=True,
                  decisions=(plan, budget))  # fmt: skip
    lu = contexte.texte(exemple.DOSSIER, point)
    reperes = ["Vu la loi", "Plan", "unanimité", "approuver le plan", "Budget", "3 voix", "approuver le budget"]
    assert [lu.find(r) for r in reperes] == sorted(lu.find(r) for r in reperes) and -1 not in map(lu.find, reperes)
