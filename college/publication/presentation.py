"""PURE. An act's text set with its margin, as on the register: visas, motifs, vote, decision, articles."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import html
from markupsafe import Markup, escape

_VISA = re.compile(r"^(?:vu|revu)\b", re.IGNORECASE)
_EXPOSANT = re.compile(r"(?<=1)er$")
_MOTIF = re.compile(r"^(?:considérant|attendu|entendu|que\b)", re.IGNORECASE)


class Bloc(NamedTuple):
    """What stands in the margin, and the passage beside it (already cleaned and masked)."""

    note: str
    html: Markup


APERCU = 170


def apercu(fragment: str) -> str:
    """The first thing decided, in one line: what a list says under the title."""
    blocs = marges(fragment)
    premier = next((b for b in blocs if b.note.startswith("Art.")), None)
    texte = _en_ligne(premier.html) if premier else ""
    if len(texte) > APERCU:
        texte = texte[:APERCU].rpartition(" ")[0].rstrip(" ,;:") + "…"
    return texte


def _en_ligne(fragment: str) -> str:
    """The sentences without the tables, whose cells make none; two paragraphs do not run into each other."""
    racine = html.fragment_fromstring(fragment, create_parent="div")
    for tableau in list(racine.iter("table")):
        tableau.drop_tree()
    for element in racine.iter("p", "li"):
        element.tail = f" {element.tail or ''}"
    return " ".join(racine.text_content().split())


def marges(fragment: str) -> list[Bloc]:
    """Consecutive paragraphs of a kind share one note."""
    if not fragment.strip():
        return []
    blocs: list[Bloc] = []
    derniere = ""
    racine = html.fragment_fromstring(fragment, create_parent="div")
    _defiler(racine)
    for element in racine:
        note, contenu = _lire(element)
        famille = note or _famille(element)
        if famille and famille != derniere:
            blocs.append(Bloc(famille, contenu))
        elif blocs and not note:
            blocs[-1] = Bloc(blocs[-1].note, blocs[-1].html + contenu)
        else:
            blocs.append(Bloc(famille, contenu))
        derniere = famille or derniere
    return blocs


def _defiler(racine: html.HtmlElement) -> None:
    """A table that is wider than a phone scrolls in a place of its own, which the keyboard reaches (WCAG 2.1.1)."""
    for tableau in list(racine.iter("table")):
        place = html.Element("div", {"class": "defile", "role": "region", "aria-label": "Tableau", "tabindex": "0"})
        place.tail, tableau.tail = tableau.tail, None
        tableau.getparent().replace(tableau, place)
        place.append(tableau)


def _lire(element: html.HtmlElement) -> tuple[str, Markup]:
    """An article comes as `<div class=marge><p class=note>Article 2</p>…</div>`."""
    if "marge" not in (element.get("class") or "").split():
        element.tail = None
        return "", Markup(html.tostring(element, encoding="unicode"))  # noqa: S704 - cleaned by templates_docs
    note = element.find("p[@class='note']")
    texte = " ".join(note.text_content().split()).replace("Article ", "Art.\u00a0")
    titre = Markup(_EXPOSANT.sub("<sup>er</sup>", escape(texte)))  # noqa: S704 - escaped just before
    element.remove(note)
    interieur = "".join(html.tostring(enfant, encoding="unicode") for enfant in element)
    return titre, Markup(interieur)  # noqa: S704 - cleaned by templates_docs


def _famille(element: html.HtmlElement) -> str:
    classes = (element.get("class") or "").split()
    if "phrase-vote" in classes:
        return "Vote"
    texte = element.text_content().strip()
    if _VISA.match(texte):
        return "Visas"
    if _MOTIF.match(texte):
        return "Motifs"
    return "Décision" if "decide" in classes and texte.rstrip().endswith(":") else ""
