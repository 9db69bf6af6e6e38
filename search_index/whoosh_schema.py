"""The Whoosh schema: one field for the terms of our analyzer, one column for facets, the card itself."""

from __future__ import annotations

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh import columns, fields, formats

from search_index.fiche import Fiche
from search_index.stockage import ecrire_fiche
from search_index.zones import POIDS, Entree, entrees


class Contenu(fields.FieldType):
    """Takes entries that are already analysed: no token objects, our own compact positions."""

    def __init__(self) -> None:
        super().__init__(formats.Positions(), analyzer=None, scorable=False)

    def index(self, value: Iterable[Entree], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        places: dict[str, array[int]] = defaultdict(lambda: array("I"))
        poids: dict[str, float] = defaultdict(float)
        for terme, place, zone in value:
            places[terme].append(place)
            poids[terme] += POIDS[zone]
        for terme, ou in places.items():
            yield terme.encode(), len(ou), poids[terme], ou.tobytes()


def schema() -> fields.Schema:
    return fields.Schema(
        id=fields.ID(unique=True),
        contenu=Contenu(),
        meta=fields.COLUMN(columns.VarBytesColumn()),
        fiche=fields.STORED,
    )


def document(fiche: Fiche) -> dict[str, Any]:
    contenu = list(entrees(fiche))
    meta = {
        "id": fiche.id,
        "empreinte": fiche.empreinte,
        "jour": fiche.date.toordinal() if fiche.date else 0,
        "institution": fiche.institution,
        "acces": fiche.acces,
        "longueur": sum(1 for e in contenu if e.zone != "annexe"),
        "facettes": fiche.toutes_facettes,
    }
    return {
        "id": fiche.id,
        "contenu": contenu,
        "meta": json.dumps(meta, ensure_ascii=False).encode(),
        "fiche": ecrire_fiche(fiche),
    }


def lire_places(valeur: bytes) -> array[int]:
    places: array[int] = array("I")
    places.frombytes(valeur)
    return places
