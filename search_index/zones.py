"""PURE. Where a term stands in a card, and what that is worth: both back ends index exactly this."""

from collections.abc import Iterator
from typing import NamedTuple

from search_index.analyse import positions
from search_index.fiche import Fiche

#: Weight of a term by zone. A word of the title says what the document is about; an annex only mentions.
POIDS = {"titre": 4.0, "texte": 1.0, "annexe": 0.25}
#: No phrase runs from one zone, or one page, into the next.
ECART = 10


class Entree(NamedTuple):
    terme: str
    place: int
    zone: str


def entrees(fiche: Fiche) -> Iterator[Entree]:
    zones = [("titre", fiche.titre), ("texte", fiche.reference), ("texte", fiche.texte)]
    zones += [("annexe", f"{page.annexe if page.numero in (None, 1) else ''}\n{page.texte}") for page in fiche.pages]
    depart = 0
    for zone, texte in zones:
        place = depart
        for terme, place in positions(texte, depart):
            yield Entree(terme, place, zone)
        depart = place + ECART
