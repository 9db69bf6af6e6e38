"""The demo's texts, dated from the day of the demo and typeset. Pure.

`{j-12}` is the date twelve days before, `{annee+1}` next year, `{CDLD}` the Code. A list of sentences becomes
paragraphs (motivation) or numbered articles (dispositif); `tableau:` becomes a table.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape
from typing import Any

from college.francais import INSECABLE, date_longue

CODE = "Code de la démocratie locale et de la décentralisation"
_JETON = re.compile(r"\{(j|annee|CDLD)([+-]\d+)?\}")
_AVANT = re.compile(r" (?=[;:!?»€%])")
_MILLIERS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_APRES = re.compile(r"(?<=«) |(?<=\bn°) |(?<=\bart\.) |(?<=§) |(?<=\b[hM]\.) ")
_PREMIER = re.compile(r"\b1er\b")

Contenu = Sequence[str | dict[str, Any]]


def date_et_typographie(texte: str, jour: date) -> str:
    """The sentence with its dates written out, its apostrophes and no-break spaces."""

    def remplacer(jeton: re.Match[str]) -> str:
        ecart = int(jeton[2] or 0)
        if jeton[1] == "CDLD":
            return CODE
        return str(jour.year + ecart) if jeton[1] == "annee" else date_longue(jour + timedelta(days=ecart))

    texte = _JETON.sub(remplacer, texte).replace("'", "’")
    for motif in (_AVANT, _MILLIERS, _APRES):
        texte = motif.sub(INSECABLE, texte)
    return texte


def paragraphes(contenu: Contenu, jour: date) -> str:
    """Paragraphs and tables, as the editor would have written them."""
    return "\n".join(_bloc(element, jour, "") for element in contenu)


def articles(contenu: Contenu, jour: date) -> str:
    """Numbered articles; a lone one is « Article unique »."""
    nombre = sum(isinstance(element, str) for element in contenu)
    rendus, rang = [], 0
    for element in contenu:
        rang += isinstance(element, str)
        rendus.append(_bloc(element, jour, _titre(rang, nombre) if isinstance(element, str) else ""))
    return "\n".join(rendus)


def _titre(rang: int, nombre: int) -> str:
    numero = "unique" if nombre == 1 else "1<sup>er</sup>" if rang == 1 else str(rang)
    return f"<strong>Article {numero}.</strong> "


def _bloc(element: str | dict[str, Any], jour: date, titre: str) -> str:
    if isinstance(element, dict):
        return _tableau(element["tableau"], jour)
    texte = escape(date_et_typographie(element, jour), quote=False)
    return f"<p>{titre}{_PREMIER.sub('1<sup>er</sup>', texte)}</p>"


def _tableau(lignes: list[list[str]], jour: date) -> str:
    entete, *corps = [
        [escape(date_et_typographie(cellule, jour), quote=False) for cellule in ligne] for ligne in lignes
    ]
    tete = "".join(f"<th>{cellule}</th>" for cellule in entete)
    rangees = "".join(f"<tr>{''.join(map(_cellule, ligne))}</tr>" for ligne in corps)
    return f"<table><thead><tr>{tete}</tr></thead><tbody>{rangees}</tbody></table>"


def _cellule(texte: str) -> str:
    return f"<td>{texte}</td>"


def jour_decale(jour: date, ecart: int) -> date:
    """A day counted from the day of the demo."""
    return jour + timedelta(days=ecart)
