"""PDF and Word say the same: every word of what WeasyPrint lays out is in the Word file, and no other."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from dataclasses import replace
from io import BytesIO

import pytest
from lxml import etree, html

from college.templates_docs import documents, docx, exemple, wordml
from college.templates_docs.entree import Corps, Decision, Dossier, Point, Signataire
from college.templates_docs.gabarit_html import moteur_maison
from college.templates_docs.numerotation import marque

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ARTICLE = re.compile(r"\b(Article (?:1er|unique|\d+(?: ?(?:bis|ter))?))\.")

ELECTION = Point(
    "7",
    "Désignation de deux représentants à l’assemblée générale",
    "CC/2026/140",
    service="Direction générale",
    urgent=True,
    urgence="l’assemblée se tient le 12 novembre 2026",
    avant=("Mme Lise Brisbois, conseillère, quitte la séance.", "M. Amaury Piette se connecte à distance."),
    motivation_html="<p>Vu l’article L1122-34 ;</p><p>Le bureau de dépouillement est formé des deux plus jeunes ;</p>",
    dispositif_html="<p>[vote]</p><p>Désigne M. Denis Wérisse.</p><p>[vote]</p><p>Désigne Mme Nadia Ferrahi.</p>",
    interventions=("M. Florent Haulot-Dervaux demande la parole.",),
    decisions=(
        Decision("Premier siège", "Au scrutin secret, par 9 voix pour M. Denis Wérisse et un bulletin blanc,"),
        Decision("Second siège", "Au second tour de scrutin, par 6 voix pour Mme Nadia Ferrahi et 4 bulletins nuls,"),
        Decision("Suppléance", "À l’unanimité,", "", "<p>Article 1. Désigne Mme Greet Roskam suppléante.</p>"),
    ),
    apres=("Mme Lise Brisbois, conseillère, rentre en séance.",),
    mentions=("Rectifié par la délibération du 14 décembre 2026.",),
)
TABLEAU = Point(
    "8",
    "Factures à approuver",
    "CC/2026/141",
    motivation_html="<p>Vu le tableau joint ;</p>",
    dispositif_html="<p>Approuve, sauf les lignes 12 et 40 :</p><table><tr><th>Ligne</th><th>Montant</th></tr>"
    '<tr><td>1</td><td style="text-align: right">125,50 €</td></tr>'
    '<tr><td colspan="2">Total : 125,50 €</td></tr></table>'
    "<ol start='3'><li>un<ul><li>deux</li></ul></li><li>trois</li></ol>",
    decisions=(Decision(phrase_vote="Par 9 voix pour et une abstention (Carla Zanetti),"),),
)
RETIRE = Point("9", "Avenant au bail du préau", "CC/2026/142", retire=True)
REPORTE = Point("10", "Cadastre des haies", decisions=(Decision(phrase_issue="Le point est reporté."),))
PAREIL: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
TROISIEME = Signataire("Odile Vantassel", "la Présidente du CPAS", "president_cpas", "Par délégation,")


def _mots(texte: str) -> Counter[str]:
    """Words alone: marks of lists and the margin's « Article 1er » without its full stop are layout."""
    plat = _ARTICLE.sub(r"\1", re.sub(r"[\u00a0\u202f]", " ", texte))
    return Counter(m for m in re.sub(r"[•·]", " ", plat).split() if not re.fullmatch(r"\W+|\d+\.", m))


def _du_pdf(genre: str, contexte: dict) -> Counter[str]:
    corps = html.document_fromstring(moteur_maison().get_template(f"{genre}/modele.html").render(contexte)).body
    return _mots(_dire(corps))


def _dire(element: html.HtmlElement) -> str:
    separe = "" if element.tag in ("sup", "sub", "b", "strong", "em", "i", "a", "span") else " "
    dedans = "".join([element.text or "", *(_dire(e) + (e.tail or "") for e in element)])
    return f"{separe}{dedans}{separe}"


def _du_mot(genre: str, contexte: dict) -> Counter[str]:
    with zipfile.ZipFile(BytesIO(docx.fabriquer(genre, contexte))) as lu:
        racine = etree.fromstring(lu.read("word/document.xml"))
    morceaux = [(e.text or "") if e.tag == f"{W}t" else " " for e in racine.iter(f"{W}t", f"{W}p", f"{W}br", f"{W}tab")]
    return _mots("".join(morceaux))


def _ecart(genre: str, contexte: dict) -> tuple[Counter[str], Counter[str]]:
    """What the PDF alone says, what Word alone says."""
    pdf, mot = _du_pdf(genre, contexte), _du_mot(genre, contexte)
    assert pdf.total() > 60
    return pdf - mot, mot - pdf


def _riche(*points: Point, **champs) -> Dossier:
    seance = replace(
        exemple.SEANCE, motif_urgence="les inondations du 2 novembre", approbation="Approuvé le 14 décembre 2026."
    )
    mains = (*exemple.SIGNATAIRES, TROISIEME)
    verification = "Authenticité : college.example/v/9f"
    return replace(
        exemple.DOSSIER, seance=seance, points=points, signataires=mains, verification=verification, **champs
    )


@pytest.mark.parametrize("genre", documents.TYPES)
def test_chaque_document_d_exemple(genre):
    assert _ecart(genre, documents.contexte_de(genre, exemple.dossier_exemple(genre), exemple.SUITE)) == PAREIL


@pytest.mark.parametrize("partie", ["publique", "huis_clos", "integrale"])
def test_un_pv_avec_election_tableau_mouvements_retrait_et_observations(partie):
    dossier = _riche(*exemple.POINTS, ELECTION, TABLEAU, RETIRE, REPORTE, partie=partie, projet=partie == "integrale")
    contexte = documents.contexte_de("pv", dossier)
    contexte["corrections"] = [{"texte": "M. Piette : lire « 320 m ».", "issue": "Observation adoptée."}]
    assert _ecart("pv", contexte) == PAREIL
    mots = _du_mot("pv", contexte)
    assert mots["adoptée."] == 1 and mots["Vantassel"]
    assert {mots[mot] for mot in ("(U)", "reporté.", "Ligne")} == {int(partie != "huis_clos")}
    assert bool(mots["institutrice"]) == (partie != "publique")


@pytest.mark.parametrize("point", [ELECTION, TABLEAU, exemple.POINTS[3]], ids=["election", "tableau", "vente"])
@pytest.mark.parametrize("genre", ["deliberation", "extrait"])
def test_une_deliberation_et_son_extrait(genre, point):
    complet = replace(point, presents=exemple.PRESENCES, annexes=("Annexe 1 : plan.pdf, SHA-256 9f9f",))
    dossier = _riche(complet, recours="Un recours est ouvert.", reference="CC/2026/140")
    signe = tuple(replace(s, a_signe=True) for s in dossier.signataires[:2])
    assert (
        _ecart(genre, documents.contexte_de(genre, replace(dossier, signataires=(*signe, *dossier.signataires))))
        == PAREIL
    )
    assert _ecart(genre, documents.contexte_de(genre, dossier)) == PAREIL


def test_l_arrete_d_une_autorite():
    dossier = _riche(ELECTION, intitule="Ordonnance de police", reference="BOURGM/2026/3", recours="Recours ouvert.")
    bourgmestre = Corps("Bourgmestre", "autorite", code="bourgmestre")
    assert _ecart("deliberation", documents.contexte_de("deliberation", replace(dossier, corps=bourgmestre))) == PAREIL


@pytest.mark.parametrize(
    ("type", "rang", "attendue"),
    [
        ("1", 3, "3."),
        ("a", 2, "b."),
        ("A", 26, "Z."),
        ("a", 27, "27."),
        ("i", 4, "iv."),
        ("I", 49, "XLIX."),
        ("i", 400, "400."),
    ],
)
def test_la_marque_d_une_liste_est_celle_du_texte(type, rang, attendue):
    assert marque(type, rang) == attendue
    mot = wordml.convertir(f'<ol type="{type}" start="{rang}"><li>le prix</li></ol>')
    assert f"{attendue}\u00a0</w:t>" in mot and "le prix" in mot
