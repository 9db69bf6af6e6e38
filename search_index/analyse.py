"""PURE. Our French analyzer: a text to its terms, with their place in the text.

Engine-neutral on purpose: both back ends, the query and the highlighter see the same terms.
Whoever changes what a text becomes raises VERSION, and every index then asks to be rebuilt.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search_index.racines import ELISIONS, MOTS_GARDES, plier, racine

VERSION = 1

_BIS = r"(?:bis|ter|quater|quinquies|sexies)?"
_SURFACE = re.compile(
    rf"""
    (?P<loi>(?<!\w)(?:
        [LRD]\.?\s?\d{{3,4}}(?:-\d+)+(?:/\d+)?{_BIS}              # L1124-40, L 3221-4, l1122-10bis
      | [DR](?:\.\s?|\s)[IVX]+(?:\.\s?|\s)\d+(?:-\d+)*{_BIS}      # D.IV.57, D IV 57
    )(?!\w))
  | (?P<montant>(?<![\w,.])(?:
        \d{{1,3}}(?:[.\u00a0\u202f\ ]\d{{3}})+(?:,\d{{1,2}})?     # 22.000, 22 000, 1.234.567,89
      | \d+,\d{{1,2}}                                             # 1234567,89
    )(?!\w))
  | (?P<sigle>(?<![\w.])(?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?)  # R.G.P.D.
  | (?P<mot>[^\W_]+(?:['’ʼ-][^\W_]+)*)
  | (?P<euro>€)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_ELISION = re.compile(rf"(?:{ELISIONS})+", re.IGNORECASE)
_LIAISON = re.compile(r"['’ʼ-]")
_ELISION_INTERNE = re.compile(rf"(?<=['’ʼ-]){ELISIONS}", re.IGNORECASE)
_PONCTUATION = re.compile(r"[.\s\u00a0\u202f]")


class Decoupe(NamedTuple):
    """What one written word becomes.

    `suite`: terms that each take a place in the text. `aussi`: terms at the place of the first one.
    `choix`: what a query accepts for this word, each a sequence of adjacent terms.
    """

    suite: tuple[str, ...]
    aussi: tuple[str, ...] = ()
    choix: tuple[tuple[str, ...], ...] = ()


class Jeton(NamedTuple):
    """A written word, where it stands (its elided article left out), and its terms."""

    debut: int
    fin: int
    decoupe: Decoupe


def jetons(texte: str) -> Iterator[Jeton]:
    """The meaning words of a text, in order; stop words leave no trace and no gap."""
    for trouve in _SURFACE.finditer(texte):
        decoupe, elide = _decouper(trouve[0], trouve.lastgroup or "mot")
        if decoupe.suite:
            yield Jeton(trouve.start() + elide, trouve.end(), decoupe)


def positions(texte: str, depart: int = 0) -> Iterator[tuple[str, int]]:
    """(term, place) pairs, as an inverted index wants them."""
    place = depart
    for jeton in jetons(texte):
        for terme in jeton.decoupe.aussi:
            yield terme, place
        for terme in jeton.decoupe.suite:
            yield terme, place
            place += 1


def termes(texte: str) -> list[str]:
    return [terme for terme, _ in positions(texte)]


@lru_cache(maxsize=MOTS_GARDES)
def _decouper(surface: str, genre: str) -> tuple[Decoupe, int]:
    if genre == "mot":
        return _mot(surface)
    return _SPECIAUX[genre](surface), 0


def _mot(surface: str) -> tuple[Decoupe, int]:
    elision = _ELISION.match(surface)
    elide = elision.end() if elision else 0
    morceaux = _LIAISON.split(_ELISION_INTERNE.sub("", surface[elide:]))
    if len(morceaux) == 1:
        terme = racine(morceaux[0])
        return _simple(terme), elide
    suite = tuple(filter(None, map(racine, morceaux)))
    if not suite:
        return Decoupe(()), elide
    uni = _uni(morceaux)
    return Decoupe(suite, (uni,), ((uni,), suite)), elide


def _uni(morceaux: list[str]) -> str:
    """Wi-Fi is also found as « wifi »; a range of numbers keeps its hyphen."""
    if all(m.isdigit() for m in morceaux):
        return "-".join(morceaux)[:64]
    return racine("".join(morceaux)) or plier("".join(morceaux))


def _simple(terme: str) -> Decoupe:
    return Decoupe((terme,), (), ((terme,),)) if terme else Decoupe(())


def _loi(surface: str) -> Decoupe:
    """A legal reference is one term, and is also found by its bare number or its article family."""
    ref = plier(_PONCTUATION.sub("", surface))
    nu, famille = ref[1:], ref.split("-")[0]
    aussi = tuple(t for t in (nu, famille) if t != ref and len(t) > 3)
    return Decoupe((ref,), aussi, ((ref,),))


def _montant(surface: str) -> Decoupe:
    """22.000, 22 000 and 22000,00 are one number; cents, when they are asked for, must match."""
    entier, _, centimes = _PONCTUATION.sub("", surface).partition(",")
    if not centimes.strip("0"):
        return _simple(entier)
    precis = f"{entier},{centimes.ljust(2, '0')}"
    return Decoupe((entier,), (precis,), ((precis,),))


def _sigle(surface: str) -> Decoupe:
    return _simple(racine(surface.replace(".", "")))


def _euro(_surface: str) -> Decoupe:
    return _simple(racine("euro"))


_SPECIAUX = {"loi": _loi, "montant": _montant, "sigle": _sigle, "euro": _euro}
