"""Documents as the trade expects them, in the exact order of the page « Ten documents »; one text in PDF and Word."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from lxml import etree
from pypdfium2 import PdfDocument

from college.templates_docs import documents, exemple, gabarit_html, rendu
from college.templates_docs.contexte_agenda import contexte_convocation, rubriques
from college.templates_docs.entree import Corps, Point, Signataire

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
EXTRAIT = replace(
    exemple.DOSSIER,
    points=(replace(exemple.POINTS[3], mentions=("Approuvé par arrêté du 3 décembre 2026.",), annexes=("Plan",)),),
    signataires=(
        *(replace(s, a_signe=True, champ="") for s in exemple.SIGNATAIRES),
        Signataire("Paul Wéry", "le Directeur général f.f.", "secretaire"),
        Signataire("Denis Wérisse", "le Bourgmestre f.f.", "president", mention="Par délégation,"),
    ),
    emis_le=date(2026, 12, 5),
    reference="CC/2026/0137",
)


def _html(type_document: str, dossier=None) -> str:
    contexte = _contexte(type_document, dossier)
    return gabarit_html.moteur().get_template(f"{type_document}/modele.html").render(contexte)


def _contexte(type_document: str, dossier=None) -> dict:
    return documents.contexte_de(type_document, dossier or exemple.dossier_exemple(type_document), exemple.SUITE)


def _lu(type_document: str, dossier=None) -> str:
    texte = re.sub(r"<[^>]+>", " ", _html(type_document, dossier).split("</head>")[1])
    return re.sub(r"\s+", " ", texte.replace("\u00a0", " "))


def _dans_l_ordre(texte: str, *attendus: str) -> bool:
    place = 0
    for attendu in attendus:
        trouve = texte.find(attendu, place)
        assert trouve >= 0, f"« {attendu} » manque, ou vient trop tôt"
        place = trouve + len(attendu)
    return True


def test_1_la_convocation_du_conseil():
    ferme = replace(exemple.POINTS[5], titre_public="Enseignement : désignation")
    dossier = replace(exemple.dossier_exemple("convocation"), points=(*exemple.POINTS[:4], ferme), partie="integrale")
    texte = _lu("convocation", dossier)
    assert _dans_l_ordre(
        texte,
        "Val-des-Aulnes, le",
        "conformément aux articles L1122-12 et L1122-13 du Code de la démocratie locale et de la décentralisation",
        "Séance publique",
        "Huis clos",
        "Enseignement : désignation",
        "Par le Collège communal,",
        "La Directrice générale,",
        "La Bourgmestre,",
    )
    assert "institutrice" not in texte


def test_1_les_convocations_suivantes_citent_leur_article():
    base = exemple.dossier_exemple("convocation")
    texte = _lu("convocation", replace(base, seance=replace(base.seance, convocation=2)))
    assert "aux articles L1122-12, L1122-13 et L1122-17" in texte and "pour la deuxième fois" in texte


def test_1_un_intertitre_tient_jusqu_au_suivant_et_les_points_des_conseillers_ont_leur_titre():
    """As composed on screen (pratique §14): « Travaux » holds 2 and 3; the filed point and the question close."""
    modele = exemple.POINTS[0]
    points = (
        replace(modele, numero="1", rubrique="Finances"),
        replace(modele, numero="2", rubrique="Travaux"),
        replace(modele, numero="3"),
        replace(modele, numero="4", depose=True, rubrique=""),
        replace(modele, numero="5", nature="question"),
        replace(modele, numero="6", huis_clos=True),
        replace(modele, numero="7"),
    )
    base = replace(exemple.dossier_exemple("ordre_du_jour"), partie="integrale")
    vues = rubriques(replace(base, points=points))
    assert [(v["titre"], [ligne["numero"] for ligne in v["lignes"]]) for v in vues] == [
        ("Séance publique", []), ("Finances", ["1"]), ("Travaux", ["2", "3", "4", "5"]), ("Huis clos", ["6"]),
        ("Séance publique", ["7"]),
    ]  # fmt: skip
    finales = [
        (v["titre"], [ligne["numero"] for ligne in v["lignes"]]) for v in rubriques(replace(base, points=points[:6]))
    ]
    assert finales[2:] == [
        ("Travaux", ["2", "3"]), ("Points inscrits à la demande de membres (article L1122-24)", ["4"]),
        ("Interpellations et questions", ["5"]), ("Huis clos", ["6"]),
    ]  # fmt: skip


def test_1_la_reprise_cite_l_article_de_son_organe():
    base = exemple.dossier_exemple("convocation")
    deuxieme = replace(base, seance=replace(base.seance, convocation=2))
    assert contexte_convocation(deuxieme)["rang"].startswith("Conformément à l’article L1122-17 CDLD, la présente")
    cas = replace(deuxieme, corps=replace(base.corps, type="conseil_action_sociale"))
    assert "l’article 32 de la loi organique" in contexte_convocation(cas)["rang"]
    assert contexte_convocation(base)["rang"] == ""


def test_2_l_ordre_du_jour_du_college():
    points = (
        Point("1", "Communication du receveur", nature="communication"),
        Point("2", "Facture", service="Finances"),
        Point("2 bis", "Rupture de conduite", urgent=True, urgence="La voirie s’effondre."),
        Point("3", "Procès-verbal du 2 novembre", nature="pv"),
        Point("4", "Éclairage", a_discuter=True, montant="23 000 € HTVA", vers_conseil=True),
        Point("5", "Audition", huis_clos=True),
    )
    texte = _lu("ordre_du_jour", replace(exemple.DOSSIER, corps=exemple.COLLEGE, points=points, partie="integrale"))
    assert _dans_l_ordre(
        texte,
        "Approbation du procès-verbal",
        "Points à discuter",
        "Éclairage",
        "23 000 € HTVA · → conseil",
        "Points sans débat",
        "Urgences",
        "2 bis (U)",
        "Communications",
        "Huis clos",
        "Audition",
    )
    assert texte.count("Points sans débat") == 1


def test_4_le_pv_du_college_est_signe_par_la_bourgmestre_presidente():
    mains = (
        Signataire("Chantal Noirhomme", "la Directrice générale", "secretaire", fonction="directeur_general"),
        Signataire("Solange Hennequart", "la Bourgmestre", "president", fonction="bourgmestre"),
    )
    texte = _lu("pv", replace(exemple.DOSSIER, corps=exemple.COLLEGE, signataires=mains))
    assert _dans_l_ordre(texte, "Présences", "ouvre la séance", "La Directrice générale,", "La Bourgmestre-Présidente,")


def test_6_l_extrait():
    assert _dans_l_ordre(
        _lu("extrait", EXTRAIT),
        "Extrait du registre aux délibérations du Conseil communal",
        "Séance publique du lundi 9 novembre 2026",
        "Présents",
        "Secrétaire",
        "Point n° 4 – Vente de gré à gré",
        "Le Conseil communal, en séance publique,",
        "Par 7 voix pour",
        "DÉCIDE :",
        "Ainsi délibéré en séance, date que dessus.",
        "Par le Conseil communal :",
        "(s) La Directrice générale, Chantal Noirhomme",
        "(s) La Bourgmestre, Solange Hennequart",
        "Pour extrait conforme, Val-des-Aulnes, le 5 décembre 2026,",
        "Le Directeur général f.f.,",
        "Paul Wéry",
        "Par délégation,",
        "Le Bourgmestre f.f.,",
        "Approuvé par arrêté du 3 décembre 2026.",
        "Plan",
    )


def test_7_l_ordonnance_de_police():
    dossier = replace(
        exemple.DOSSIER,
        corps=Corps("Bourgmestre", "autorite", "f"),
        points=(Point("", "Périmètre de sécurité", dispositif_html="<p>De fermer la rue.</p>", verbe="ARRÊTE"),),
        intitule="Ordonnance de police",
        recours="Un recours est ouvert.",
        reference="BG/2026/0001",
    )
    texte = _lu("deliberation", dossier)
    assert _dans_l_ordre(
        texte,
        "Ordonnance de police n° BG/2026/0001",
        "Périmètre de sécurité",
        "La Bourgmestre,",
        "ARRÊTE :",
        "Un recours est ouvert.",
        "Fait à Val-des-Aulnes, le 9 novembre 2026.",
        "Par la Bourgmestre,",
    )
    assert "Point n°" not in texte and "Ainsi délibéré" not in texte


@pytest.mark.parametrize(
    ("verbe", "dispositif", "imprime"),
    [
        ("ADOPTE", "<p>Article 1er. De demander le maintien.</p>", "DÉCIDE :"),
        ("APPROUVE", "<p><strong>Article unique.</strong> D’approuver le compte.</p>", "DÉCIDE :"),
        ("ARRÊTE", "<p>Article 1er. Il est établi une redevance.</p>", "ARRÊTE :"),
        ("PREND ACTE", "<p>Article unique. Du rapport d’inspection.</p>", "PREND ACTE :"),
    ],
)
def test_le_verbe_s_accorde_a_ce_qui_le_suit(verbe, dispositif, imprime):
    point = Point("1", "Objet", verbe=verbe, dispositif_html=dispositif, decisionnel=verbe != "PREND ACTE")
    dossier = replace(exemple.DOSSIER, points=(point,))
    assert _dans_l_ordre(_lu("deliberation", dossier), "Le Conseil communal, en séance publique,", imprime, "Article")


def _mots(texte: str) -> list[str]:
    return re.findall(r"[\wÀ-ÿ’]+", texte.replace("'", "’").replace("\u00ad", ""))


def _mots_du_pdf(contenu: bytes) -> set[str]:
    texte = "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(contenu))
    return set(_mots(texte.replace("\ufffe", "-")))


def _mots_du_word(contenu: bytes) -> set[str]:
    with zipfile.ZipFile(BytesIO(contenu)) as lu:
        parties = [etree.fromstring(lu.read(n)) for n in lu.namelist() if re.search(r"word/(document|footer\d)", n)]
    paragraphes = (
        "".join(t.text or " " for t in p.iter(f"{W}t", f"{W}tab", f"{W}br")) for r in parties for p in r.iter(f"{W}p")
    )
    return set(_mots("\n".join(paragraphes)))


@pytest.mark.parametrize("type_document", documents.TYPES)
def test_le_pdf_et_le_word_disent_la_meme_chose(type_document):
    contexte = _contexte(type_document, EXTRAIT if type_document == "extrait" else None)
    du_pdf = _mots_du_pdf(rendu.rendre(type_document, "pdf", contexte).contenu)
    du_word = _mots_du_word(rendu.rendre(type_document, "docx", contexte).contenu)
    ordinaux = {"er", "1er"}  # « 1<sup>er</sup> » is one word in Word, two in a PDF
    nus = lambda mots: {m for m in mots if not re.fullmatch("[0-9a-f]+", m)} - ordinaux  # noqa: E731
    assert nus(du_pdf) - nus(du_word) == set(), "seulement dans le PDF"
    assert nus(du_word) - nus(du_pdf) == set(), "seulement dans le Word"
