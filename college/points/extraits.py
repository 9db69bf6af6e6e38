"""Why a point answers a search: a few of its words around those that were asked, marked. PURE.

`mots` cuts a question into beginnings of words, without accents; here they are found again in a text as it is written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from markupsafe import Markup, escape

LONGUEUR = 240  # letters of an extract
VUS = 400  # how many words found are looked at, in one text


@lru_cache(maxsize=64)
def motif(voulus: tuple[str, ...]) -> re.Pattern[str]:
    """Words that begin by one of these, whatever their accents and capitals; figures, whatever is between them."""
    groupes = "|".join(f"({_un(mot)})" for mot in sorted(voulus, key=len, reverse=True))
    return re.compile(rf"(?<![^\W_])(?:{groupes})[^\W_]*", re.IGNORECASE)


def _un(mot: str) -> str:
    if mot.isdecimal():
        return r"[\s./-]?".join(mot)
    return "".join(_variantes().get(lettre, re.escape(lettre)) for lettre in mot).replace(
        _variantes()["o"] + _variantes()["e"], f"(?:{_variantes()['o']}{_variantes()['e']}|œ)"
    )


@lru_cache(maxsize=1)
def _variantes() -> Mapping[str, str]:
    """« e » → « [eéèêë…] »."""
    familles: dict[str, str] = {}
    for rang in range(0xC0, 0x180):
        base = unicodedata.normalize("NFKD", chr(rang))[0].casefold()
        if base.isascii() and base.isalpha():
            familles[base] = familles.get(base, base) + chr(rang)
    return {base: f"[{signes}]" for base, signes in familles.items()}


def extrait(voulus: Sequence[str], textes: Iterable[str]) -> Markup:
    """The passage that holds the most of these words, in the first text that has it; empty where none does."""
    meilleur, place, ou = 0, (0, 0), ""
    for texte in textes:
        lu = unicodedata.normalize("NFC", texte)
        nombre, ici = _place(voulus, lu)
        if nombre > meilleur:
            meilleur, place, ou = nombre, ici, lu
    return _passage(voulus, ou, *place) if meilleur else Markup("")


def _place(voulus: Sequence[str], texte: str) -> tuple[int, tuple[int, int]]:
    """How many different words one passage holds at most, and where it begins and ends."""
    trouves = []
    for trouve, _ in zip(motif(tuple(voulus)).finditer(texte), range(VUS), strict=False):
        trouves.append((trouve.start(), trouve.end(), trouve.lastindex))
    meilleur, place, debut = 0, (0, 0), 0
    for rang, (_, fin, _) in enumerate(trouves):
        while fin - trouves[debut][0] > LONGUEUR and debut < rang:
            debut += 1
        nombre = len({lequel for *_, lequel in trouves[debut : rang + 1]})
        if nombre > meilleur:
            meilleur, place = nombre, (trouves[debut][0], fin)
    return meilleur, place


def _passage(voulus: Sequence[str], texte: str, debut: int, fin: int) -> Markup:
    """Cut between two words, a little before and after; nothing but `<mark>` is markup."""
    marge = max(LONGUEUR - (fin - debut), 0) // 2
    de, a = max(debut - marge, 0), min(fin + marge, len(texte))
    if de:
        de = texte.find(" ", de, debut) + 1 or debut
    if a < len(texte):
        coupe = texte.rfind(" ", fin, a)
        a = fin if coupe < 0 else coupe
    lu = " ".join(texte[de:a].split())
    return ("… " if de else "") + marquer(voulus, lu) + (" …" if a < len(texte) else "")


def marquer(voulus: Sequence[str], texte: str) -> Markup:
    """A text as it is, its words marked."""
    morceaux, ici = [], 0
    for trouve in motif(tuple(voulus)).finditer(texte) if voulus else ():
        morceaux += [escape(texte[ici : trouve.start()]), Markup("<mark>"), escape(trouve[0]), Markup("</mark>")]
        ici = trouve.end()
    return Markup("").join([*morceaux, escape(texte[ici:])])
