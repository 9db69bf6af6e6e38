"""From the flattened paragraphs of a published agenda to HTML fragments. Pure.

What the sites publish was cut into lines by a PDF or a page: « Article 1 », « er », « : » on three lines, a
sentence broken after a comma, lists as dashes. We join what belongs together and mark articles and lists;
everything is escaped; nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

_ORDINAL = re.compile(r"^(er|ère|ere|ème|eme|e|°)\b\.?", re.IGNORECASE)
_ARTICLE_SEUL = re.compile(r"^art(?:icle|\.)\s*(?:\d+|unique|premier)?\s*(?:er|ère|°)?\s*[.:–-]*\s*$", re.IGNORECASE)
_ARTICLE = re.compile(
    r"^art(?:icle|\.)\s*(?P<numero>unique|premier|1\s?er|\d+(?:\s?(?:er|°|bis|ter))?)\s*[.:)–-]*\s*(?P<suite>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_PUCE = re.compile(r"^(?:[-–—•*·▪o]|\d{1,2}[.)°]|[a-z][.)])\s+(?=\S)")
_SUITE = re.compile(r"^[,;:.)\]»%]|^[a-zà-öø-ÿ]")
_FINI = re.compile(r"[.;:!?»]$")
_PENDANT = re.compile(r"\b(?:du|de|des|le|la|les|au|aux|à|et|ou|en|par|pour|sur|un|une)$", re.IGNORECASE)
_BLANC = re.compile(r"[\s\u00a0\u202f]+")
_CONTROLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def html_de(paragraphes: Iterable[object]) -> str:
    """The HTML fragment of flattened paragraphs; empty when there is nothing to say."""
    blocs: list[str] = []
    liste: list[str] = []
    for ligne in joindre(paragraphes):
        puce = _PUCE.match(ligne)
        if puce:
            liste.append(f"<li>{escape(ligne[puce.end() :], quote=False)}</li>")
            continue
        blocs += _fermer(liste)
        blocs.append(_paragraphe(ligne))
    return "\n".join([*blocs, *_fermer(liste)])


def _fermer(liste: list[str]) -> list[str]:
    fermee = [f"<ul>{''.join(liste)}</ul>"] if liste else []
    liste.clear()
    return fermee


def _paragraphe(ligne: str) -> str:
    article = _ARTICLE.match(ligne)
    if not article:
        return f"<p>{escape(ligne, quote=False)}</p>"
    numero = article["numero"].lower().replace(" ", "")
    titre = "Article 1<sup>er</sup>" if numero in ("1", "1er", "1°", "premier") else f"Article {numero}"
    return f"<p><strong>{titre}.</strong> {escape(article['suite'], quote=False)}</p>".replace(" </p>", "</p>")


def propre(valeur: object) -> str:
    """One line of text: no control character, single spaces."""
    return _BLANC.sub(" ", _CONTROLE.sub("", str(valeur))).strip()


def joindre(paragraphes: Iterable[object]) -> list[str]:
    """The paragraphs with their broken lines put back together."""
    joints: list[str] = []
    for ligne in _articles_a_tiret([ligne for ligne in map(propre, paragraphes) if ligne]):
        if joints and _suit(joints[-1], ligne):
            colle = ligne[0] in ",.)]" or bool(_ORDINAL.match(ligne) and joints[-1][-1].isdigit())
            joints[-1] += ligne if colle or joints[-1][-1] in "’'(«" else f" {ligne}"
        else:
            joints.append(ligne)
    return joints


def _articles_a_tiret(lignes: list[str]) -> list[str]:
    """« Article 2 », then one dash alone: the dash is no list, it is the article's own text."""
    seuls = list(lignes)
    for rang, ligne in enumerate(lignes[1:], 1):
        puce = _PUCE.match(ligne)
        suivante = lignes[rang + 1] if rang + 1 < len(lignes) else ""
        if puce and _ARTICLE_SEUL.match(lignes[rang - 1]) and not _PUCE.match(suivante):
            seuls[rang] = ligne[puce.end() :]
    return seuls


def _suit(avant: str, ligne: str) -> bool:
    if _ARTICLE.match(ligne) or _PUCE.match(ligne):
        return False
    if _ARTICLE_SEUL.match(avant) or avant[-1] in "’'(" or _PENDANT.search(avant):
        return True
    return bool(_SUITE.match(ligne)) and not _FINI.search(avant)
