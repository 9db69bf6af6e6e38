"""Urgency in a conseil: a vote of its own, two thirds of those present, before the item is discussed. Pure.

L1122-24: nothing that is not on the agenda is discussed, unless the least delay could cause harm; the
urgency is declared by two thirds of the members present, whose names are in the minutes.
"""

from collections.abc import Collection, Iterable
from typing import Protocol

from college.erreurs import Refus

ARTICLE = "L1122-24 CDLD"


class Vote(Protocol):
    """What the rule reads of a vote on urgency."""

    @property
    def resultat(self) -> str | None: ...


def admise(votes: Iterable[Vote]) -> bool:
    """Did the last vote on the urgency declare it?"""
    return _dernier(votes) == "adopte"


def refusee(votes: Iterable[Vote]) -> bool:
    """Was the urgency put to the vote and not declared?"""
    return _dernier(votes) not in (None, "adopte")


def _dernier(votes: Iterable[Vote]) -> str | None:
    rendus = [v.resultat for v in votes if v.resultat]
    return rendus[-1] if rendus else None


def verifier_avant_le_fond(numero: str, fond_vote: bool, article: str) -> None:
    """Refuse to recognise the urgency of a matter of the collège once its members have voted on it."""
    if fond_vote:
        raise Refus(
            f"L’urgence se reconnaît avant la discussion : le point {numero} a déjà été mis aux voix. "
            "À parité de voix, il est reporté à une autre séance.",
            article=article,
            motif="urgence_trop_tard",
        )


def a_voter(type_organe: str, tardive: bool) -> bool:
    """A conseil votes the urgency of each item that its notice did not carry."""
    return type_organe == "conseil" and tardive


def verifier(numero: str, votes: Collection[Vote]) -> None:
    """Refuse to decide on the substance of a late item whose urgency was not declared."""
    if admise(votes):
        return
    if refusee(votes):
        raise Refus(
            f"L’urgence du point {numero} n’a pas été admise : reportez-le, il ne peut pas être examiné aujourd’hui.",
            article=ARTICLE,
            motif="urgence_refusee",
        )
    raise Refus(
        f"Le point {numero} n’était pas dans la convocation : faites d’abord voter l’urgence. "
        "Il y faut deux tiers des membres présents, dont les noms figurent au procès-verbal.",
        article=ARTICLE,
        motif="urgence_a_voter",
        franchissable=True,
    )
