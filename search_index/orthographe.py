"""PURE. Words that were perhaps meant: close terms of the index vocabulary, closest first; the vocabulary is sorted."""

from bisect import bisect_left
from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

PROCHES_MAX = 8
LONGUEUR_MIN = 4
DEBUT_MIN = 5


def proches(terme: str, vocabulaire: Sequence[str]) -> list[str]:
    """One slip (a letter missing, wrong, added or swapped), two from eight letters on; never for numbers.

    A slip in an ending hides it from the stemmer (« réglment »): then the longest term that begins the word.
    """
    if len(terme) < LONGUEUR_MIN or not terme.isalpha():
        return []
    marge = 2 if len(terme) >= 8 else 1
    trouves = process.extract(terme, vocabulaire, scorer=OSA.distance, score_cutoff=marge, limit=PROCHES_MAX)
    voisins = sorted(trouves, key=lambda t: (t[1], t[0][0] != terme[0], t[0]))
    return [mot for mot, _distance, _rang in voisins if mot != terme] or _debuts(terme, vocabulaire)


def _debuts(terme: str, vocabulaire: Sequence[str]) -> list[str]:
    debuts = (terme[:n] for n in range(len(terme) - 1, max(DEBUT_MIN, len(terme) // 2) - 1, -1))
    return [debut for debut in debuts if _present(debut, vocabulaire)]


def _present(mot: str, vocabulaire: Sequence[str]) -> bool:
    rang = bisect_left(vocabulaire, mot)
    return rang < len(vocabulaire) and vocabulaire[rang] == mot
