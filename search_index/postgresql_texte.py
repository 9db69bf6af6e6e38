"""PURE. Our terms as PostgreSQL literals: no text-search configuration, no parser that could fail."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal

from search_index.grammaire import Clause, Suite
from search_index.zones import Entree

LETTRES = {"titre": "A", "texte": "B", "annexe": "D"}
#: Weights of the letters D, C, B, A for ts_rank: a title is worth four times a text.
POIDS = "{0.06,0.1,0.25,1.0}"
PLACE_MAX = 16_383
PLACES_MAX = 255


def tsvector(entrees: Iterable[Entree]) -> str:
    places: dict[str, list[str]] = defaultdict(list)
    for terme, place, zone in entrees:
        if len(places[terme]) < PLACES_MAX:
            places[terme].append(f"{min(place + 1, PLACE_MAX)}{LETTRES[zone]}")
    return " ".join(f"{_citer(terme)}:{','.join(ou)}" for terme, ou in places.items())


def tsquery(clauses: Sequence[Clause], lien: Literal["&", "|"] = "&", lettre: str = "") -> str:
    """`lettre` A restricts to titles."""
    return f" {lien} ".join(f"({_clause(clause, lettre)})" for clause in clauses)


def phrase_de_titre(suite: Suite) -> str:
    """These terms following each other in a title."""
    return " <-> ".join(f"{_citer(terme)}:A" for terme in suite)


def _clause(clause: Clause, lettre: str) -> str:
    if clause.prefixe:
        return f"{_citer(clause.prefixe)}:*{lettre}"
    marque = f":{lettre}" if lettre else ""
    return " | ".join("(" + " <-> ".join(_citer(t) + marque for t in suite) + ")" for suite in clause.choix)


def _citer(terme: str) -> str:
    return "'" + terme.replace("\\", "\\\\").replace("'", "''") + "'"
