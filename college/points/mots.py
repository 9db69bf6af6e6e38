"""The words by which a point is found, and those of a question: PURE.

Whole words without accents nor capitals, each found by its beginning. What is written with signs between
figures (a reference, a date, an amount, a budget article) is also one word: « 2026-0042 », « 104/123-06 »,
« 31.000,00 » are found however they are typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

MOTS_MAX, LETTRES_MAX, DEMANDES_MAX = 4000, 60, 12
_MOIS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
_VIDES = frozenset(
    (
        *("a", "au", "aux", "d", "de", "des", "du", "l", "la", "le", "les", "un", "une"),
        *("ce", "ces", "cette", "s", "sa", "se", "ses", "son", "leur"),
        *("en", "et", "ou", "par", "pour", "sur"),
    )
)
_JETON = re.compile(r"[^\W_]+")
_EN_LETTRES = re.compile(rf"\b(\d{{1,2}})(?:er)? ({'|'.join(_MOIS)}) (\d{{4}})\b")
_EN_CHIFFRES = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_MILLIERS = re.compile(r"(?<![\d/.-])(\d{1,3}(?:[ .]\d{3})+)(?:,\d{2})?(?![\d])")
_CENTIMES = re.compile(r"\b(\d+),\d{2}\b")
_SUITE = re.compile(r"(?<!\d)\d++(?:[/.-]\d++)+")


def normaliser(texte: str) -> str:
    """Without accents nor capitals: « SpécialDécision » is found by « specialdecision » (scenario P61)."""
    plats = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "OE"))
    return " ".join("".join(signe for signe in plats if not unicodedata.combining(signe)).casefold().split())


def jour(quand: date) -> str:
    """A day as one word."""
    return f"{quand:%d%m%Y}"


def montant(valeur: Decimal | None) -> str:
    """An amount as one word: its whole euros."""
    return "" if valeur is None else str(int(valeur))


def indexer(parties: Iterable[str | None]) -> str:
    """The words of these texts, each once, in their order."""
    texte = normaliser(" \n ".join(partie for partie in parties if partie))
    vus = dict.fromkeys(mot[:LETTRES_MAX] for mot in _JETON.findall(texte))
    vus.update(dict.fromkeys(_joints(texte)))
    return " ".join(list(vus)[:MOTS_MAX])


def demander(question: str) -> list[str]:
    """The beginnings of words that a question asks for, all of them to be found; plurals ask for their singular."""
    texte = _SUITE.sub(lambda suite: _chiffres(suite[0]), _joindre(normaliser(question[:256])))
    mots = list(dict.fromkeys(mot[:LETTRES_MAX] for mot in _JETON.findall(texte)))
    utiles = [mot for mot in mots if mot not in _VIDES] or mots
    return [_radical(mot) for mot in utiles[:DEMANDES_MAX]]


def repond(voulus: Iterable[str], parties: Iterable[str | None]) -> bool:
    """True when each beginning of word that is asked for begins a word of these texts."""
    connus = indexer(parties).split()
    return all(any(connu.startswith(voulu) for connu in connus) for voulu in voulus)


def _radical(mot: str) -> str:
    return mot[:-1] if len(mot) > 4 and mot[-1] in "sx" and mot.isalpha() else mot


def _joints(texte: str) -> list[str]:
    """Dates, amounts and numbers of a text, each as one word."""
    dates = [_date(trouvee) for motif in (_EN_LETTRES, _EN_CHIFFRES) for trouvee in motif.finditer(texte)]
    montants = [_chiffres(trouve[1]) for trouve in _MILLIERS.finditer(texte)]
    return dates + montants + [_chiffres(suite) for suite in _SUITE.findall(texte)]


def _joindre(texte: str) -> str:
    """Dates and amounts of a question, each become one word."""
    for motif in (_EN_LETTRES, _EN_CHIFFRES):
        texte = motif.sub(_date, texte)
    return _CENTIMES.sub(r"\1", _MILLIERS.sub(lambda trouve: _chiffres(trouve[1]), texte))


def _date(trouvee: re.Match[str]) -> str:
    n, mois, annee = trouvee.groups()
    return f"{int(n):02}{_MOIS.index(mois) + 1 if mois in _MOIS else int(mois):02}{annee}"


def _chiffres(suite: str) -> str:
    return re.sub(r"\D", "", suite)
