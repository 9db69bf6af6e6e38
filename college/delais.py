"""The three ways the law counts days: clear days, tutelle days, working days.

Everything is computed on civil dates (never on durations), so a change of clock or a machine in
another zone cannot move a deadline. Holidays are computed, never shipped as a list of years.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

UN_JOUR = timedelta(days=1)
SAMEDI, DIMANCHE = 5, 6

# The ten federal holidays (loi du 4 janvier 1974), and what the tutelle adds to them (L3114-1).
FIXES_FEDERAUX = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
FIXES_TUTELLE = ((9, 27), (11, 2), (11, 15), (12, 26))
LUNDI_DE_PAQUES, ASCENSION, LUNDI_DE_PENTECOTE = 1, 39, 50


@cache
def paques(annee: int) -> date:
    """Easter Sunday, by the anonymous Gregorian algorithm (Meeus)."""
    siecle, an = divmod(annee, 100)
    correction = (19 * (annee % 19) + siecle - siecle // 4 - (siecle - (siecle + 8) // 25 + 1) // 3 + 15) % 30
    report = (32 + 2 * (siecle % 4) + 2 * (an // 4) - correction - an % 4) % 7
    retenue = (annee % 19 + 11 * correction + 22 * report) // 451
    mois, jour = divmod(correction + report - 7 * retenue + 114, 31)
    return date(annee, mois, jour + 1)


@cache
def feries_federaux(annee: int) -> frozenset[date]:
    """The ten legal holidays that working days skip."""
    mobiles = (paques(annee) + n * UN_JOUR for n in (LUNDI_DE_PAQUES, ASCENSION, LUNDI_DE_PENTECOTE))
    return frozenset([*mobiles, *(date(annee, m, j) for m, j in FIXES_FEDERAUX)])


@cache
def feries_tutelle(annee: int) -> frozenset[date]:
    """The fourteen days of L3114-1: a term that falls on one of them is carried to the next day."""
    return feries_federaux(annee) | {date(annee, m, j) for m, j in FIXES_TUTELLE}


def francs(depuis: date, jours: int, *, avant: bool = False) -> date:
    """Clear days: neither end counts, nothing is shifted.

    Forward: the first lawful day of the séance for a notice received on `depuis`.
    Backward: the last lawful day of receipt for a séance on `depuis`.
    """
    return depuis + _sens(avant) * (_positif(jours) + 1)


def francs_entre(recu: date, seance: date) -> int:
    """How many clear days separate a receipt from a séance."""
    return (seance - recu).days - 1


def tutelle(depuis: date, jours: int, *, avant: bool = False) -> date:
    """Tutelle days: receipt excluded, last day counted, carried off week-ends and the 14 legal days."""
    pas = _sens(avant)
    return _reporter(depuis + pas * _positif(jours), pas, est_jour_tutelle)


def ouvrables(depuis: date, jours: int, *, avant: bool = False, samedi: bool = False) -> date:
    """Working days: start excluded, Monday to Friday (Saturday on request), federal holidays skipped."""
    pas, jour = _sens(avant), depuis
    for _ in range(_positif(jours)):
        jour = _reporter(jour + pas, pas, lambda d: est_ouvrable(d, samedi=samedi))
    return jour


def est_jour_tutelle(jour: date) -> bool:
    return jour.weekday() < SAMEDI and jour not in feries_tutelle(jour.year)


def est_ouvrable(jour: date, *, samedi: bool = False) -> bool:
    dernier = DIMANCHE if samedi else SAMEDI
    return jour.weekday() < dernier and jour not in feries_federaux(jour.year)


def _reporter(jour: date, pas: timedelta, convient: Callable[[date], bool]) -> date:
    while not convient(jour):
        jour += pas
    return jour


def _sens(avant: bool) -> timedelta:
    return -UN_JOUR if avant else UN_JOUR


def _positif(jours: int) -> int:
    if jours < 0:
        raise ValueError("Le nombre de jours ne peut pas être négatif.")
    return jours
