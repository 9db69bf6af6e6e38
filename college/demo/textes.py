"""The demo's texts, dated from the day of the demo and typeset. Pure.

`{j-12}` is the date twelve days before, `{annee+1}` next year, `{seance:conseil-passe}` the day of that
séance, `{CDLD}` the Code. A list of sentences becomes
paragraphs (motivation) or numbered articles (dispositif); `tableau:` becomes a table.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from html import escape
from typing import Any

from college.francais import INSECABLE, date_longue

CODE = "Code de la démocratie locale et de la décentralisation"
_JETON = re.compile(r"\{(?:(?P<nom>j|annee|CDLD)(?P<ecart>[+-]\d+)?|seance:(?P<seance>[a-z-]+))\}")
_AVANT = re.compile(r" (?=[;:!?»€%])")
_MILLIERS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_APRES = re.compile(r"(?<=«) |(?<=\bn°) |(?<=\bart\.) |(?<=§) |(?<=\b[hM]\.) ")
_PREMIER = re.compile(r"\b1er\b")


@dataclass(frozen=True)
class Calendrier:
    """The day of the demo, and the days of its séances by key."""

    jour: date
    seances: Mapping[str, date] = field(default_factory=dict)


Contenu = Sequence[str | dict[str, Any]]


def date_et_typographie(texte: str, calendrier: Calendrier) -> str:
    """The sentence with its dates written out, its apostrophes and no-break spaces."""

    def remplacer(jeton: re.Match[str]) -> str:
        if jeton["seance"]:
            return date_longue(calendrier.seances[jeton["seance"]])
        if jeton["nom"] == "CDLD":
            return CODE
        ecart = int(jeton["ecart"] or 0)
        if jeton["nom"] == "annee":
            return str(calendrier.jour.year + ecart)
        return date_longue(calendrier.jour + timedelta(days=ecart))

    texte = _JETON.sub(remplacer, texte).replace("'", "’")
    for motif in (_AVANT, _MILLIERS, _APRES):
        texte = motif.sub(INSECABLE, texte)
    return texte


def paragraphes(contenu: Contenu, calendrier: Calendrier) -> str:
    """Paragraphs and tables, as the editor would have written them."""
    return "\n".join(_bloc(element, calendrier, "") for element in contenu)


def articles(contenu: Contenu, calendrier: Calendrier) -> str:
    """Numbered articles; a lone one is « Article unique »."""
    nombre = sum(isinstance(element, str) for element in contenu)
    rendus, rang = [], 0
    for element in contenu:
        rang += isinstance(element, str)
        rendus.append(_bloc(element, calendrier, _titre(rang, nombre) if isinstance(element, str) else ""))
    return "\n".join(rendus)


def _titre(rang: int, nombre: int) -> str:
    numero = "unique" if nombre == 1 else "1<sup>er</sup>" if rang == 1 else str(rang)
    return f"<strong>Article {numero}.</strong> "


def _bloc(element: str | dict[str, Any], calendrier: Calendrier, titre: str) -> str:
    if isinstance(element, dict):
        return _tableau(element["tableau"], calendrier)
    texte = escape(date_et_typographie(element, calendrier), quote=False)
    return f"<p>{titre}{_PREMIER.sub('1<sup>er</sup>', texte)}</p>"


def _tableau(lignes: list[list[str]], calendrier: Calendrier) -> str:
    entete, *corps = [
        [escape(date_et_typographie(cellule, calendrier), quote=False) for cellule in ligne] for ligne in lignes
    ]
    tete = "".join(f"<th>{cellule}</th>" for cellule in entete)
    rangees = "".join(f"<tr>{''.join(map(_cellule, ligne))}</tr>" for ligne in corps)
    return f"<table><thead><tr>{tete}</tr></thead><tbody>{rangees}</tbody></table>"


def _cellule(texte: str) -> str:
    return f"<td>{texte}</td>"
