"""PURE: rich text as documents accept it: a small safe subset of HTML, spans clamped, nothing fetched."""

from __future__ import annotations

import re

import nh3
from lxml import etree, html

MAX_TEXTE = 200_000
MAX_CELLULES = 2_000
MAX_IMAGE = 2_800_000  # 2 MB once decoded from base64

TITRES = {"h1", "h2", "h3", "h4", "h5", "h6"}
BLOCS = {"p", "ul", "ol", "li", "table", "blockquote", "div", "hr", *TITRES}
BALISES = BLOCS | {
    *("a", "abbr", "b", "br", "caption", "del", "em", "i", "img", "ins", "mark", "s", "small", "span"),
    *("strong", "sub", "sup", "tbody", "td", "tfoot", "th", "thead", "tr", "u"),
}
_ATTRIBUTS = {
    "*": {"style", "class"},
    "a": {"href"},
    "img": {"src", "alt", "width"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start", "type"},
}
_STYLES = {"text-align", "text-decoration", "font-weight", "font-style"}
_ILLISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_NOMBRE = re.compile(r"\d{1,4}")


def _attribut(balise: str, nom: str, valeur: str) -> str | None:
    if nom in ("colspan", "rowspan", "start", "width"):
        lu = _NOMBRE.match(valeur)
        plafond = {"colspan": 30, "rowspan": 200, "start": 9999, "width": 640}[nom]
        return str(max(1, min(int(lu.group()), plafond))) if lu else None
    if nom == "type":
        return valeur if valeur in ("a", "A", "i", "I") else None
    if nom == "src":
        image = re.match(r"data:image/(png|jpeg|gif|webp);base64,", valeur)
        return valeur if image and len(valeur) <= MAX_IMAGE else None
    if nom == "class":
        garde = [c for c in valeur.split() if c in ("phrase-vote", "decide", "intertitre", "centre", "droite")]
        return " ".join(garde) or None
    return valeur


def lisible(texte: str) -> str:
    """Without the control characters that no document can hold."""
    return _ILLISIBLE.sub("", texte)


def nettoyer(texte: str) -> str:
    """The fragment reduced to what a document may hold; the rest is dropped with its scripts."""
    return nh3.clean(
        lisible(texte),
        tags=BALISES,
        clean_content_tags={"script", "style", "iframe", "object", "svg", "math", "template", "noscript"},
        attributes=_ATTRIBUTS,
        attribute_filter=_attribut,
        url_schemes={"https", "http", "mailto", "data"},
        filter_style_properties=_STYLES,
        link_rel=None,
    )


def trop_lourd(texte: str) -> str | None:
    """Why a fragment cannot be laid out, as a sentence; None when it can."""
    sans_images = re.sub(r'src="data:[^"]*"', "", texte)
    if len(sans_images) > MAX_TEXTE:
        return f"Ce texte dépasse {MAX_TEXTE // 1000} 000 caractères : placez-en une partie en annexe."
    if len(re.findall(r"<t[dh]\b", texte)) > MAX_CELLULES:
        return f"Ce tableau dépasse {MAX_CELLULES} cellules : placez-le en annexe."
    return None


def blocs(texte: str) -> list[html.HtmlElement]:
    """Top-level blocks of a cleaned fragment; loose text becomes a paragraph, empty paragraphs go."""
    racine = html.fragment_fromstring(f"<div>{texte}</div>")
    resultat: list[html.HtmlElement] = []
    courant: html.HtmlElement | None = None

    def paragraphe() -> html.HtmlElement:
        nonlocal courant
        if courant is None:
            courant = html.Element("p")
            resultat.append(courant)
        return courant

    if (racine.text or "").strip():
        paragraphe().text = racine.text
    for enfant in list(racine):
        reste, enfant.tail = enfant.tail, None
        if enfant.tag in BLOCS:
            courant = None
            if enfant.tag == "div" and any(e.tag in BLOCS for e in enfant):
                resultat.extend(blocs(_interieur(enfant)))
            else:
                resultat.append(_simplifier(enfant))
        else:
            paragraphe().append(enfant)
        if (reste or "").strip():
            cible = paragraphe()
            if len(cible):
                cible[-1].tail = (cible[-1].tail or "") + reste
            else:
                cible.text = (cible.text or "") + reste
    return [bloc for bloc in resultat if not _vide(bloc)]


def _simplifier(bloc: html.HtmlElement) -> html.HtmlElement:
    """A heading typed inside a text is a strong line: the document's own outline must not skip a level."""
    if bloc.tag in TITRES:
        bloc.tag = "p"
        bloc.set("class", "intertitre")
    elif bloc.tag == "div":
        bloc.tag = "p"
    return bloc


def _vide(bloc: html.HtmlElement) -> bool:
    if bloc.tag == "hr":
        return True
    return not texte_de(bloc) and bloc.find(".//img") is None


def _interieur(element: html.HtmlElement) -> str:
    morceaux = [html.tostring(e, encoding="unicode") for e in element]
    tete = etree.Element("t")
    tete.text = element.text or ""
    echappe = etree.tostring(tete, encoding="unicode")[3:-4] if element.text else ""
    return echappe + "".join(morceaux)


def texte_de(element: html.HtmlElement) -> str:
    """The words of an element, spaces collapsed."""
    return re.sub(r"\s+", " ", element.text_content()).strip()


def rogner(element: html.HtmlElement, longueur: int) -> int:
    """Drop the first `longueur` characters of an element's words, in reading order, keeping its markup."""
    texte = element.text or ""
    element.text, longueur = texte[longueur:], max(0, longueur - len(texte))
    for enfant in element:
        longueur = rogner(enfant, longueur)
        queue = enfant.tail or ""
        enfant.tail, longueur = queue[longueur:], max(0, longueur - len(queue))
    return longueur


def serialiser(elements: list[html.HtmlElement]) -> str:
    """Back to HTML text."""
    return "".join(html.tostring(e, encoding="unicode", with_tail=False) for e in elements)
