"""Rich text to WordprocessingML, straight: the same cleaned fragment as in the PDF, any Word template.

Lists carry their own marks as text, so that numbering restarts where the text says and no style of the
commune's template is needed. Pictures go through `image`, which the caller ties to its document.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from xml.sax.saxutils import escape

from lxml import html

from college.templates_docs import numerotation

Image = Callable[[bytes], str]
_GRAS = {"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"}
_FORMATS = {
    "em": "<w:i/>",
    "i": "<w:i/>",
    "u": '<w:u w:val="single"/>',
    "ins": '<w:u w:val="single"/>',
    "s": "<w:strike/>",
    "del": "<w:strike/>",
    "sub": '<w:vertAlign w:val="subscript"/>',
    "sup": '<w:vertAlign w:val="superscript"/>',
}
_ORDRE = ("<w:b/>", "<w:i/>", "<w:strike/>", "<w:u ", "<w:vertAlign ")
_INTERDIT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BLOCS = {"p", "div", "ul", "ol", "table", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}


def convertir(texte: str, image: Image | None = None) -> str:
    """The fragment as WordprocessingML paragraphs and tables."""
    if not texte:
        return ""
    racine = html.fragment_fromstring(f"<div>{texte}</div>")
    return _blocs(racine, image, 0)


def texte_xml(texte: str) -> str:
    """Text that XML accepts."""
    return escape(_INTERDIT_XML.sub("", texte))


def _blocs(parent: html.HtmlElement, image: Image | None, retrait: int) -> str:
    sortie: list[str] = []
    inline: list[str] = []

    def vider() -> None:
        if any(inline):
            sortie.append(paragraphe("".join(inline), retrait=retrait))
        inline.clear()

    if (parent.text or "").strip():
        inline.append(_run(parent.text, ()))
    for enfant in parent:
        if enfant.tag in _BLOCS:
            vider()
            sortie.append(_bloc(enfant, image, retrait))
        elif isinstance(enfant.tag, str):
            inline.append(_inline(enfant, (), image))
        if (enfant.tail or "").strip():
            inline.append(_run(enfant.tail, ()))
    vider()
    return "".join(sortie)


def _bloc(element: html.HtmlElement, image: Image | None, retrait: int) -> str:
    classe = element.get("class") or ""
    if element.tag == "table":
        return _tableau(element, image)
    if element.tag in ("ul", "ol"):
        return _liste(element, image, retrait)
    if element.tag == "hr":
        return paragraphe("")
    if element.tag == "div" and "marge" in classe:
        return _article(element, image, retrait)
    if element.tag in ("div", "blockquote"):
        return _blocs(element, image, retrait + (1 if element.tag == "blockquote" else 0))
    fort = element.tag in _GRAS or any(c in classe for c in ("phrase-vote", "decide", "intertitre"))
    formats = ("<w:b/>",) if fort else ()
    return paragraphe(_contenu(element, formats, image), retrait=retrait, lie=fort, alignement=_alignement(element))


def _article(element: html.HtmlElement, image: Image | None, retrait: int) -> str:
    """`div.marge`: the margin label « Article 2 » opens its paragraph in bold."""
    note, *reste = list(element)
    titre = _contenu(note, ("<w:b/>",), image) + _run(". ", ("<w:b/>",))
    if reste and reste[0].tag == "p":
        corps = paragraphe(titre + _contenu(reste[0], (), image), retrait=retrait)
        return corps + "".join(_bloc(e, image, retrait) for e in reste[1:])
    return paragraphe(titre, retrait=retrait) + "".join(_bloc(e, image, retrait) for e in reste)


def _liste(element: html.HtmlElement, image: Image | None, retrait: int) -> str:
    sortie, rang = [], int(element.get("start") or 1)
    for item in element.iterchildren("li"):
        marque = numerotation.marque(element.get("type") or "1", rang) if element.tag == "ol" else "•"
        rang += 1
        sous = [e for e in item if e.tag in _BLOCS]
        plat = [e for e in item if e.tag not in _BLOCS]
        texte = _run(f"{marque}\u00a0", ()) + _run(item.text or "", ())
        texte += "".join(_inline(e, (), image) + _run(e.tail or "", ()) for e in plat)
        if sous and sous[0].tag == "p":
            texte += _contenu(sous.pop(0), (), image)
        sortie.append(paragraphe(texte, retrait=retrait + 1))
        sortie.extend(_bloc(e, image, retrait + 1) for e in sous)
    return "".join(sortie)


def _tableau(element: html.HtmlElement, image: Image | None) -> str:
    """Cells with their spans; a cell that hangs from above is a vertical continuation."""
    lignes: list[str] = []
    suspendues: dict[int, tuple[int, int]] = {}  # column → (rows left, columns); negative: from the next row on
    largeur = 1
    for rangee in element.iter("tr"):
        cellules, colonne = [], 0
        attente = [c for c in rangee if c.tag in ("td", "th")]
        while attente or any(c >= colonne for c in suspendues):
            if colonne in suspendues:
                reste, portee = suspendues.pop(colonne)
                cellules.append(_cellule("", portee, '<w:vMerge w:val="continue"/>'))
                if reste > 1:
                    lignes_restantes = {colonne: (reste - 1, portee)}
                    suspendues = {**suspendues, **{-c - 1: v for c, v in lignes_restantes.items()}}
                colonne += portee
            elif attente:
                cellule = attente.pop(0)
                portee = int(cellule.get("colspan") or 1)
                hauteur = int(cellule.get("rowspan") or 1)
                fusion = '<w:vMerge w:val="restart"/>' if hauteur > 1 else ""
                if hauteur > 1:
                    suspendues[-colonne - 1] = (hauteur - 1, portee)
                cellules.append(_cellule(_blocs_cellule(cellule, image), portee, fusion))
                colonne += portee
            else:
                cellules.append(_cellule("", 1, ""))
                colonne += 1
        suspendues = {-c - 1 if c < 0 else c: v for c, v in suspendues.items()}
        largeur = max(largeur, colonne)
        tete = rangee.getparent().tag == "thead"
        lignes.append(f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if tete else ''}{''.join(cellules)}</w:tr>")
    bords = "".join(
        f'<w:{c} w:val="single" w:sz="4" w:space="0" w:color="555555"/>'
        for c in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grille = "".join(f'<w:gridCol w:w="{8200 // largeur}"/>' for _ in range(largeur))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{bords}</w:tblBorders></w:tblPr>'
        f"<w:tblGrid>{grille}</w:tblGrid>{''.join(lignes)}</w:tbl>{paragraphe('')}"
    )


def _blocs_cellule(cellule: html.HtmlElement, image: Image | None) -> str:
    if cellule.tag == "th" and not any(e.tag in _BLOCS for e in cellule):
        return paragraphe(_contenu(cellule, ("<w:b/>",), image))
    return _blocs(cellule, image, 0)


def _cellule(contenu: str, portee: int, fusion: str) -> str:
    span = f'<w:gridSpan w:val="{portee}"/>' if portee > 1 else ""
    return f"<w:tc><w:tcPr>{span}{fusion}</w:tcPr>{contenu or paragraphe('')}</w:tc>"


def paragraphe(contenu: str, retrait: int = 0, lie: bool = False, alignement: str = "") -> str:
    """A paragraph around ready runs."""
    proprietes = "<w:keepNext/>" if lie else ""
    proprietes += '<w:spacing w:after="100"/>'
    proprietes += f'<w:ind w:left="{retrait * 360}"/>' if retrait else ""
    proprietes += f'<w:jc w:val="{alignement}"/>' if alignement else ""
    return f"<w:p><w:pPr>{proprietes}</w:pPr>{contenu}</w:p>"


def _alignement(element: html.HtmlElement) -> str:
    style = f"{element.get('style') or ''} {element.get('class') or ''}"
    for mot, valeur in (("center", "center"), ("centre", "center"), ("right", "right"), ("droite", "right")):
        if mot in style:
            return valeur
    return ""


def _contenu(element: html.HtmlElement, formats: tuple[str, ...], image: Image | None) -> str:
    morceaux = [_run(element.text or "", formats)]
    for enfant in element:
        morceaux.append(_inline(enfant, formats, image))
        morceaux.append(_run(enfant.tail or "", formats))
    return "".join(morceaux)


def _inline(element: html.HtmlElement, formats: tuple[str, ...], image: Image | None) -> str:
    if element.tag == "br":
        return "<w:r><w:br/></w:r>"
    if element.tag == "img":
        donnees = (element.get("src") or "").partition("base64,")[2]
        if image and donnees:
            return image(base64.b64decode(donnees))
        return _run(element.get("alt") or "", formats)
    ajout = "<w:b/>" if element.tag in _GRAS else _FORMATS.get(element.tag, "")
    return _contenu(element, (*formats, ajout) if ajout and ajout not in formats else formats, image)


def _run(texte: str, formats: tuple[str, ...]) -> str:
    texte = re.sub(r"[ \t\r\n]+", " ", texte)
    if not texte:
        return ""
    tries = sorted(formats, key=lambda f: next(i for i, debut in enumerate(_ORDRE) if f.startswith(debut)))
    proprietes = f"<w:rPr>{''.join(tries)}</w:rPr>" if formats else ""
    return f'<w:r>{proprietes}<w:t xml:space="preserve">{texte_xml(texte)}</w:t></w:r>'
