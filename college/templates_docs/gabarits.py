"""Write the house's default Word templates: `python -m college.templates_docs.gabarits`.

The .docx files are committed beside the HTML ones, and meant to be opened and changed in Word.
Cambria and Calibri are on every Word and have metric twins elsewhere: pages break alike.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentWord
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from college.templates_docs.documents import TYPES
from college.templates_docs.gabarit_html import MODELES
from college.templates_docs.gabarits_corps import ACTE, APRES_MAINS, CORPS, TITRES, TITRES_ACTE

SERIF, SANS = "Cambria", "Calibri"


def composer(type_document: str) -> bytes:
    """The template of one type, as bytes."""
    mot = Document()
    _page(mot)
    _styles(mot)
    _tete(mot)
    for ligne in (
        "{%p if projet %}",
        "Decide|PROJET",
        "{%p endif %}",
        *(TITRES_ACTE if CORPS[type_document] is ACTE else TITRES),
        "{%p if soustitre %}",
        "SousTitre|{{ soustitre }}",
        "{%p endif %}",
        *CORPS[type_document],
    ):
        _ligne(mot, ligne)
    if type_document not in ("note_synthese",):
        _mains(mot)
    for ligne in APRES_MAINS if CORPS[type_document] is ACTE else ():
        _ligne(mot, ligne)
    _pied(mot)
    _alleger(mot)
    noyau = mot.core_properties
    noyau.author, noyau.title, noyau.comments = "college", f"Modèle {type_document}", ""
    noyau.created = noyau.modified = datetime(2026, 1, 1, tzinfo=UTC)
    sortie = BytesIO()
    mot.save(sortie)
    return sortie.getvalue()


def _page(mot: DocumentWord) -> None:
    section = mot.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(44), Mm(22)
    section.top_margin, section.bottom_margin = Mm(22), Mm(24)


def _styles(mot: DocumentWord) -> None:
    normal = mot.styles["Normal"]
    normal.font.name, normal.font.size = SERIF, Pt(10.5)
    normal.paragraph_format.space_after = Pt(5)
    normal.element.rPr.append(_element("w:lang", val="fr-BE"))
    for nom, police, taille, gras, avant, retrait in (
        ("Titre", SERIF, 20, True, 12, 0),
        ("SousTitre", SERIF, 11.5, False, 0, 0),
        ("Section", SANS, 11.5, True, 16, -22),
        ("Point", SERIF, 12, True, 12, -22),
        ("Objet", SERIF, 13, True, 12, 0),
        ("Ligne", SERIF, 10.5, False, 4, -22),
        ("Detail", SANS, 8.5, False, 0, 0),
        ("Decide", SERIF, 10.5, True, 4, 0),
        ("Evenement", SERIF, 10.5, False, 0, 4),
        ("Serre", SERIF, 10, False, 0, 0),
    ):
        style = mot.styles.add_style(nom, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.name, style.font.size, style.font.bold = police, Pt(taille), gras
        style.font.italic = nom == "Evenement"
        mise = style.paragraph_format
        mise.space_before = Pt(avant)
        mise.left_indent = Mm(max(retrait, 0))
        if retrait < 0:
            mise.first_line_indent = Mm(retrait)
            mise.tab_stops.add_tab_stop(Mm(0))
        mise.keep_with_next = nom in ("Titre", "Section", "Point", "Objet", "Decide")
        if nom in ("Serre",):
            mise.space_after = Pt(1)
    mot.styles["Titre"].element.get_or_add_pPr().append(_element("w:outlineLvl", val="0"))
    mot.styles["Section"].element.get_or_add_pPr().append(_element("w:outlineLvl", val="1"))
    mot.styles["Objet"].element.get_or_add_pPr().append(_element("w:outlineLvl", val="1"))
    mot.styles["Point"].element.get_or_add_pPr().append(_element("w:outlineLvl", val="2"))


def _element(nom: str, **attributs: str) -> Any:
    element = OxmlElement(nom)
    for cle, valeur in attributs.items():
        element.set(qn(f"w:{cle}"), valeur)
    return element


def _tete(mot: DocumentWord) -> None:
    nom = mot.add_paragraph(style="Section")
    nom.paragraph_format.space_before = Pt(0)
    nom.add_run("{{ etablissement.nom }}").font.size = Pt(15)
    adresse = mot.add_paragraph(style="Detail")
    adresse.paragraph_format.left_indent = Mm(-22)
    adresse.add_run("{{ etablissement.lignes|join(' · ') }}")
    reference = mot.add_paragraph(style="Detail")
    reference.paragraph_format.left_indent = Mm(-22)
    reference.add_run("{{ references|join(' · ') }}")
    bord = _element("w:pBdr")
    bord.append(_element("w:bottom", val="single", sz="12", space="6", color="000000"))
    reference._p.get_or_add_pPr().insert_element_before(bord, "w:spacing", "w:ind", "w:jc")


def _ligne(mot: DocumentWord, ligne: str) -> None:
    if ligne.startswith("@"):
        TABLEAUX[ligne](mot)
        return
    style, _, texte = ligne.partition("|") if ligne.split("|")[0].isalpha() else ("Normal", "", ligne)
    mot.add_paragraph(texte, style=style)


def _tableau(mot: DocumentWord, tetes: tuple[str, ...], boucle: str, cellules: tuple[str, ...]) -> None:
    tableau = mot.add_table(rows=0, cols=len(cellules))
    tableau.style = mot.styles["Table Grid"]
    if tetes:
        for cellule, texte in zip(tableau.add_row().cells, tetes, strict=True):
            cellule.paragraphs[0].add_run(texte).bold = True
    tableau.add_row().cells[0].text = f"{{%tr for r in {boucle} %}}"
    for cellule, texte in zip(tableau.add_row().cells, cellules, strict=True):
        cellule.text = texte
        cellule.paragraphs[0].paragraph_format.space_after = Pt(1)
    tableau.add_row().cells[0].text = "{%tr endfor %}"
    mot.add_paragraph()


def _presences(mot: DocumentWord) -> None:
    _tableau(
        mot,
        ("Membre", "Qualité", "Présence"),
        "presences",
        ("{{ r.nom }}", "{{ r.qualite }}", "{{ r.presence }}"),
    )


def _faits(mot: DocumentWord) -> None:
    _tableau(mot, (), "rangees", ("{{ r.nom }}", "{{ r.valeur }}"))


def _pieces(mot: DocumentWord) -> None:
    _tableau(
        mot,
        ("N°", "Pièce", "Pages", "État", "Empreinte SHA-256"),
        "pieces",
        ("{{ r.rang }}", "{{ r.nom }}", "{{ r.pages }}", "{{ r.statut }}", "{{ r.sha256 }}"),
    )


TABLEAUX = {"@presences": _presences, "@faits": _faits, "@pieces": _pieces}


def _mains(mot: DocumentWord) -> None:
    """Hands two by two: the directeur général left, the bourgmestre right; those of a joint séance below."""
    mot.add_paragraph("{%p if signataires %}")
    mot.add_paragraph("{{ par }}").paragraph_format.space_before = Pt(24)
    tableau = mot.add_table(rows=3, cols=2)
    tableau.rows[0].cells[0].text = "{%tr for mains in signataires|batch(2) %}"
    for rang, cellule in enumerate(tableau.rows[1].cells):
        main = f"mains[{rang}]"
        cellule.text = (
            f"{{% if mains|length > {rang} %}}{{{{ {main}.mention }}}}{{% if {main}.mention %}} {{% endif %}}"
            f"{{{{ {main}.qualite }}}}\n\n\n\n{{{{ {main}.nom }}}}{{% endif %}}"
        )
    tableau.rows[2].cells[0].text = "{%tr endfor %}"
    mot.add_paragraph("{%p endif %}")
    mot.add_paragraph("{%p if verification %}")
    mot.add_paragraph("{{ verification }}", style="Detail")
    mot.add_paragraph("{%p endif %}")


def _pied(mot: DocumentWord) -> None:
    pied = mot.sections[0].footer.paragraphs[0]
    pied.style = mot.styles["Detail"]
    pied.paragraph_format.left_indent = Mm(-22)
    pied.paragraph_format.tab_stops.add_tab_stop(Mm(144), WD_ALIGN_PARAGRAPH.RIGHT)
    pied.add_run("{% if projet %}PROJET · {% endif %}{{ pied }}\tpage ")
    _champ(pied, "PAGE")
    pied.add_run(" sur ")
    _champ(pied, "NUMPAGES")


def _champ(paragraphe: Any, code: str) -> None:
    simple = _element("w:fldSimple", instr=code)
    run = _element("w:r")
    texte = _element("w:t")
    texte.text = "1"
    run.append(texte)
    simple.append(run)
    paragraphe._p.append(simple)


def _alleger(mot: DocumentWord) -> None:
    """Without the 800 kB of styles that the library's own start brings: each document would read and write them."""
    employes = {e.get(qn("w:val")) for nom in ("w:pStyle", "w:tblStyle") for e in mot.element.body.iter(qn(nom))}
    employes |= {style.style_id for style in mot.styles if not style.builtin and style.type is WD_STYLE_TYPE.PARAGRAPH}
    for style in list(mot.styles.element.iterchildren(qn("w:style"))):
        if style.get(qn("w:styleId")) not in employes and style.get(qn("w:default")) != "1":
            mot.styles.element.remove(style)
    for latents in list(mot.styles.element.iterchildren(qn("w:latentStyles"))):
        mot.styles.element.remove(latents)
    for relations in (mot.part.rels, mot.part.package.rels):
        for cle, relation in list(relations.items()):
            if relation.reltype.endswith(("/stylesWithEffects", "/thumbnail", "/customXml", "/numbering")):
                del relations[cle]


def main() -> None:
    """Write every default template beside its HTML one."""
    for type_document in TYPES:
        (MODELES / type_document / "modele.docx").write_bytes(composer(type_document))


if __name__ == "__main__":
    main()
