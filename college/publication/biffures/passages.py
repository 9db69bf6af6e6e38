"""PURE. Where marked passages stand in a text: read once, whatever the number of marks.

Whole words; any white space stands for any other (a no-break space hides nothing); where several passages begin,
the longest one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

_JETON = re.compile(r"\w+|\s+|[^\w\s]")
_FIN = ""  # no token is empty: under it, a passage ends

Noeud = dict[str, Any]


class Passages:
    """The passages as a tree of tokens: words, signs, white space (any of it is one space)."""

    def __init__(self, extraits: Iterable[str]) -> None:
        self.racine: Noeud = {}
        for extrait in extraits:
            noeud = self.racine
            for jeton in _JETON.findall(" ".join(extrait.split())):
                noeud = noeud.setdefault(jeton, {})
            if noeud is not self.racine:
                noeud[_FIN] = True

    def __bool__(self) -> bool:
        return bool(self.racine)

    def trouver(self, texte: str) -> list[tuple[int, int]]:
        """The (start, end) of each, in order, none over another."""
        lus = list(_JETON.finditer(texte))
        jetons = [" " if lu[0].isspace() else lu[0] for lu in lus]
        trouves, place = [], 0
        while place < len(jetons):
            if bout := self._depuis(jetons, place):
                trouves.append((lus[place].start(), lus[bout - 1].end()))
                place = bout
            else:
                place += 1
        return trouves

    def remplacer(self, texte: str, par: str) -> str:
        """The text with `par` in the place of each."""
        morceaux, lu = [], 0
        for debut, fin in self.trouver(texte):
            morceaux += [texte[lu:debut], par]
            lu = fin
        return "".join([*morceaux, texte[lu:]])

    def _depuis(self, jetons: list[str], place: int) -> int:
        """Past the last token of the longest passage that begins there; 0 when none does."""
        noeud, bout = self.racine, 0
        if jetons[place] not in noeud or (place and _sont_un_mot(jetons[place - 1])):
            return 0
        for suivant in range(place, len(jetons)):
            enfant = noeud.get(jetons[suivant])
            if enfant is None:
                break
            noeud = enfant
            if _FIN in noeud and not (suivant + 1 < len(jetons) and _sont_un_mot(jetons[suivant + 1])):
                bout = suivant + 1
        return bout


def _sont_un_mot(jeton: str) -> bool:
    return re.match(r"\w", jeton) is not None
