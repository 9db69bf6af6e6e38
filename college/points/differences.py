"""Two texts compared word by word: PURE. What was added and removed is said in words, not by colour alone.

Paragraphs first, then the words of those that changed. Python compares in a time that grows with the number of equal
pairs (a word written 5,000 times on both sides makes 25 million): past `PAIRES` the passage is said rewritten, whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from college.points.texte_riche import texte_brut

PAIRES = 1_000_000
_MOTS = re.compile(r"\w+ ?|[^\w\s] ?|\s+")  # a space goes with its word: alone, it would pair with all the others
Operation = tuple[str, int, int, int, int]


class Morceau(NamedTuple):
    """A run of words: « egal », « ajoute » or « retire »."""

    genre: str
    texte: str


def differences(ancien: str, nouveau: str) -> list[Morceau]:
    """The runs that lead from one text to the other; empty when they say the same."""
    avant, apres = (texte_brut(texte).splitlines(keepends=True) for texte in (ancien, nouveau))
    morceaux = list(_reunis(_par_mots(avant, apres)))
    return morceaux if any(morceau.genre != "egal" for morceau in morceaux) else []


def _par_mots(avant: Sequence[str], apres: Sequence[str]) -> Iterator[Morceau]:
    reste = PAIRES  # for all the passages of the text together
    for genre, a, b, c, d in operations(avant, apres):
        retires, ajoutes = "".join(avant[a:b]), "".join(apres[c:d])
        if genre != "replace":
            yield from _dits(genre, retires, ajoutes)
            continue
        de, vers = _MOTS.findall(retires), _MOTS.findall(ajoutes)
        for detail, e, f, g, h in operations(de, vers, reste):
            yield from _dits(detail, "".join(de[e:f]), "".join(vers[g:h]))
        reste -= min(reste, _paires(de, vers))


def _dits(genre: str, retires: str, ajoutes: str) -> Iterator[Morceau]:
    if genre == "equal":
        yield Morceau("egal", retires)
        return
    if retires:
        yield Morceau("retire", retires)
    if ajoutes:
        yield Morceau("ajoute", ajoutes)


def _reunis(morceaux: Iterator[Morceau]) -> Iterator[Morceau]:
    """Two runs of one kind side by side are one."""
    dernier = Morceau("egal", "")
    for morceau in morceaux:
        if morceau.genre == dernier.genre:
            dernier = Morceau(dernier.genre, dernier.texte + morceau.texte)
            continue
        if dernier.texte:
            yield dernier
        dernier = morceau
    if dernier.texte:
        yield dernier


def operations(avant: Sequence[str], apres: Sequence[str], paires: int = PAIRES) -> list[Operation]:
    """What leads from one list to the other; what stands between their common ends is one « replace » past `paires`."""
    tete = _communs(avant, apres)
    queue = _communs(avant[tete:][::-1], apres[tete:][::-1])
    a, b = len(avant) - queue, len(apres) - queue
    milieu = _milieu(avant[tete:a], apres[tete:b], paires)
    faites = [("equal", 0, tete, 0, tete)] if tete else []
    faites += [(genre, tete + i, tete + j, tete + k, tete + m) for genre, i, j, k, m in milieu]
    return faites + ([("equal", a, len(avant), b, len(apres))] if queue else [])


def _communs(avant: Sequence[str], apres: Sequence[str]) -> int:
    """How many are the same from the beginning."""
    paires = enumerate(zip(avant, apres, strict=False))
    return next((rang for rang, (un, autre) in paires if un != autre), min(len(avant), len(apres)))


def _milieu(avant: Sequence[str], apres: Sequence[str], paires: int) -> Sequence[Operation]:
    if not (avant or apres):
        return []
    if _paires(avant, apres) > paires:
        return [("replace", 0, len(avant), 0, len(apres))]
    return SequenceMatcher(None, avant, apres, autojunk=False).get_opcodes()


def _paires(avant: Sequence[str], apres: Sequence[str]) -> int:
    comptes = Counter(apres)
    return sum(nombre * comptes[mot] for mot, nombre in Counter(avant).items())
