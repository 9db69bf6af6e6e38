"""The order of an agenda. Pure.

A point's key is the tuple of its values for the organe's criteria; it goes before the first entry with
a strictly greater key, so that what a person moved by hand stays where it was put.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import total_ordering
from typing import Any, TypeVar

from college.seances.grammaire import sans_accent

CRITERES = (
    "huis_clos",
    "urgence",
    "service",
    "groupe_en_charge",
    "categorie",
    "type_acte",
    "titre",
    "auteur",
    "ajout",
)
# A missing service, group or category is sorted after those that have a rank.
SANS_RANG = 10**9

T = TypeVar("T")


@dataclass(frozen=True)
class Rangement:
    """What the order needs to know of a point: plain values, ranks already looked up."""

    huis_clos: bool = False
    urgence: bool = False
    service: int | None = None
    groupe_en_charge: int | None = None
    categorie: int | None = None
    type_acte: str = ""
    titre: str = ""
    auteur: str = ""
    ajout: int = 0


@total_ordering
@dataclass(frozen=True)
class _Inverse:
    """A value that sorts the other way round."""

    valeur: Any

    def __lt__(self, autre: "_Inverse") -> bool:
        return bool(autre.valeur < self.valeur)


def critere_valable(critere: str) -> bool:
    """Is this one of the words that an organe's `ordre` may hold?"""
    return critere.removeprefix("-") in CRITERES


def cle(criteres: Sequence[str], point: Rangement) -> tuple[Any, ...]:
    """The sorting key of a point for the criteria of its organe."""
    return tuple(_valeur(critere, point) for critere in criteres)


def _valeur(critere: str, point: Rangement) -> Any:
    nom = critere.removeprefix("-")
    if nom not in CRITERES:
        raise ValueError(f"« {critere} » n’est pas un critère d’ordre : {', '.join(CRITERES)}.")
    valeur = getattr(point, nom)
    if valeur is None:
        valeur = SANS_RANG
    elif isinstance(valeur, str):
        valeur = (not valeur, sans_accent(valeur))
    return _Inverse(valeur) if critere.startswith("-") else valeur


def placer(cles: Sequence[tuple[Any, ...]], nouvelle: tuple[Any, ...]) -> int:
    """The index where the new entry goes: before the first strictly greater key, else at the end."""
    return next((rang for rang, existante in enumerate(cles) if existante > nouvelle), len(cles))


def ranger(elements: Sequence[T], cles: Sequence[tuple[Any, ...]]) -> list[T]:
    """« Ranger selon les règles »: everything sorted again; equals keep their present order."""
    rangs = sorted(range(len(elements)), key=lambda rang: (cles[rang], rang))
    return [elements[rang] for rang in rangs]


def deplacer(
    ordre: Sequence[T], blocs: Sequence[bool], element: T, *, avant: T | None = None, apres: T | None = None,
    place: int | None = None,
) -> list[T]:  # fmt: skip
    """Move one entry, with the sub-points that follow it, before or after another, or to a place (from 1).

    `blocs[i]` is true where entry i is a sub-point of the one above.
    """
    suite = list(ordre)
    debut = suite.index(element)
    fin = debut + 1
    while not blocs[debut] and fin < len(suite) and blocs[fin]:
        fin += 1
    bloc, reste = suite[debut:fin], suite[:debut] + suite[fin:]
    if avant in bloc or apres in bloc:
        return suite
    if avant is not None:
        index = reste.index(avant)
    elif apres is not None:
        index = _apres_le_bloc(reste, {e for e, sous in zip(suite, blocs, strict=True) if sous}, apres)
    else:
        index = min(max((place or 1) - 1, 0), len(reste))
    return reste[:index] + bloc + reste[index:]


def _apres_le_bloc(reste: Sequence[T], sous_points: set[T], repere: T) -> int:
    index = reste.index(repere) + 1
    while repere not in sous_points and index < len(reste) and reste[index] in sous_points:
        index += 1
    return index


def apres_le_huis_clos(lignes: Sequence[tuple[str, bool]]) -> list[str]:
    """The numbers of the public items that come after a closed one, of (number, closed) in the order of the agenda.

    Save in disciplinary matters, the closed part of a conseil comes after the public one (CDLD L1122-22). The law has
    its exceptions and the house its reasons: the screen says it, nothing is refused.
    """
    clos = [rang for rang, (_, huis_clos) in enumerate(lignes) if huis_clos]
    return [numero for numero, huis_clos in lignes[clos[0] :] if not huis_clos] if clos else []
