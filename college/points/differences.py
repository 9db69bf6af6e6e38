"""Two texts compared word by word: PURE. What was added and removed is said in words, not by colour alone."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from college.points.texte_riche import texte_brut

_MOTS = re.compile(r"\w+|\s+|[^\w\s]")
_TROP = 20_000


class Morceau(NamedTuple):
    """A run of words: « egal », « ajoute » or « retire »."""

    genre: str
    texte: str


def differences(ancien: str, nouveau: str) -> list[Morceau]:
    """The runs that lead from one text to the other; empty when they say the same."""
    avant, apres = (_MOTS.findall(texte_brut(texte)) for texte in (ancien, nouveau))
    if avant == apres:
        return []
    if len(avant) + len(apres) > _TROP:
        avant, apres = (texte_brut(texte).splitlines(keepends=True) for texte in (ancien, nouveau))
    morceaux: list[Morceau] = []
    for genre, a, b, c, d in SequenceMatcher(None, avant, apres, autojunk=False).get_opcodes():
        if genre == "equal":
            morceaux.append(Morceau("egal", "".join(avant[a:b])))
            continue
        if b > a:
            morceaux.append(Morceau("retire", "".join(avant[a:b])))
        if d > c:
            morceaux.append(Morceau("ajoute", "".join(apres[c:d])))
    return morceaux
