"""Which segments a commit joins: those of one order of size, eight at a time.

Whoosh's own policy joins small segments at nearly every commit, so that a séance published act by act is written again
and again. Here each card is written again once for each order of size (log8 of the number of cards), and an index of
10,000 cards holds thirty segments at the very most. Same idea as Lucene's TieredMergePolicy.
"""

from collections import defaultdict
from typing import Any

from whoosh.reading import SegmentReader

PAR_ORDRE = 8


def fusionner(redacteur: Any, segments: list[Any]) -> list[Any]:
    """Join what must be joined into what is being written; returns the segments that stay as they are."""
    gardes = []
    for groupe in _par_ordre(segments).values():
        if len(groupe) < PAR_ORDRE:
            gardes += groupe
            continue
        for segment in groupe:
            lecteur = SegmentReader(redacteur.storage, redacteur.schema, segment)
            redacteur.add_reader(lecteur)
            lecteur.close()
    return gardes


def _par_ordre(segments: list[Any]) -> dict[int, list[Any]]:
    """Segments by order of size; one whose cards were all withdrawn is in none, and goes."""
    ordres: dict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        if nombre := segment.doc_count():
            ordres[_ordre(nombre)].append(segment)
    return ordres


def _ordre(nombre: int) -> int:
    """0 below 8 cards, 1 below 64, 2 below 512…"""
    ordre = 0
    while nombre >= PAR_ORDRE:
        nombre, ordre = nombre // PAR_ORDRE, ordre + 1
    return ordre
