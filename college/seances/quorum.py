"""Who must be there for the organe to decide, and why. Pure.

Collège: more than half of its members (L1123-20; « n/2 » is read in its strict sense: of 6, 4).
Conseil: majority of the members in function (L1122-17); after two notices without quorum, the third
decides whatever the number, on the items placed for the third time only.
"""

from dataclasses import dataclass
from datetime import date

from college.seances import droit


@dataclass(frozen=True)
class Quorum:
    """How many are needed, how many are there, and the sentence that says so."""

    requis: int
    presents: int
    base: int
    atteint: bool
    explication: str
    article: str


def majorite(base: int) -> int:
    """Strictly more than half."""
    return base // 2 + 1


def calculer(
    type_organe: str,
    jour: date,
    *,
    base: int,
    presents: int,
    convocation: int = 1,
    troisieme_fois: bool = True,
    fraction: tuple[int, int] | None = None,
) -> Quorum:
    """The quorum of an organe on a day: `base` and `presents` count deliberative voices only.

    `troisieme_fois` is false for an item that was not on the two former notices; `fraction` is the
    organe's own rule (its ROI) where the law leaves it one.
    """
    parametre = droit.regle("quorum", type_organe, jour)
    if parametre.valeur is None and fraction is None:
        return Quorum(0, presents, base, True, "aucun quorum : l’autorité décide seule", parametre.article)
    if _troisieme(type_organe, jour, convocation) and troisieme_fois:
        article = droit.regle("troisieme_convocation", type_organe, jour).article
        phrase = f"quorum : aucun requis (troisième convocation, {article}), {_presents(presents)}"
        return Quorum(0, presents, base, presents > 0, phrase, article)
    requis = _requis(base, fraction)
    phrase = f"quorum : {requis} requis, {_presents(presents)}"
    return Quorum(requis, presents, base, presents >= requis, phrase, parametre.article)


def _troisieme(type_organe: str, jour: date, convocation: int) -> bool:
    return convocation >= 3 and bool(droit.regle("troisieme_convocation", type_organe, jour).valeur)


def _requis(base: int, fraction: tuple[int, int] | None) -> int:
    if fraction is None:
        return majorite(base)
    haut, bas = fraction
    return -(-base * haut // bas)


def _presents(nombre: int) -> str:
    return "aucun présent" if nombre == 0 else f"{nombre} présent{'s' if nombre > 1 else ''}"


def fraction_haute(nombre: int, fraction: tuple[int, int]) -> int:
    """A share of the members, rounded up: a third of 19 is 7, two thirds of 17 are 12."""
    haut, bas = fraction
    return -(-nombre * haut // bas)


def requis_pour(nom: str, type_organe: str, jour: date, presents: int) -> int | None:
    """How many of those present it takes to ask a roll call or to admit an urgent item (None: no rule)."""
    fraction = droit.regle(nom, type_organe, jour).valeur
    return fraction_haute(presents, fraction) if fraction else None
