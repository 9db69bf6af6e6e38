"""The days of a series of séances: each Tuesday, or the fourth Monday of the month, holidays skipped. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from college import delais

RYTHMES = {"semaine": "Chaque semaine", "quinzaine": "Toutes les deux semaines", "mois": "Chaque mois"}
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MAXIMUM = 120
SEMAINES = re.compile(r"(\d{1,2})(?:\s*-\s*(\d{1,2}))?")


@dataclass(frozen=True)
class Jour:
    """One day of the series; `motif` says why it is left out, where it is."""

    jour: date
    motif: str = ""


def semaines(texte: str) -> frozenset[int]:
    """« 29-31, 52, 1 » → the numbers of the weeks left out. Raises ValueError with the sentence."""
    lues: set[int] = set()
    for morceau in filter(None, (m.strip() for m in texte.replace(";", ",").split(","))):
        trouve = SEMAINES.fullmatch(morceau)
        debut, fin = (int(trouve[1]), int(trouve[2] or trouve[1])) if trouve else (0, 0)
        if not 1 <= debut <= fin <= 53:
            raise ValueError(f"« {morceau} » n’est pas une semaine : écrivez par exemple 29-31, 52.")
        lues.update(range(debut, fin + 1))
    return frozenset(lues)


def jours(
    du: date,
    au: date,
    jour_semaine: int,
    rythme: str = "semaine",
    *,
    rang: int = 1,
    sauf: Collection[int] = (),
    ponts: Collection[date] = (),
    prevus: Collection[date] = (),
) -> list[Jour]:
    """Every day of the rhythm between two dates, with the reason of those that are skipped.

    `jour_semaine` is 0 for Monday; `rang` which one of the month (5: the last); `sauf` ISO weeks.
    """
    return [Jour(jour, _motif(jour, sauf, ponts, prevus)) for jour in _rythme(du, au, jour_semaine, rythme, rang)]


def _motif(jour: date, sauf: Collection[int], ponts: Collection[date], prevus: Collection[date]) -> str:
    if jour in prevus:
        return "déjà prévue"
    if jour in delais.feries_tutelle(jour.year):
        return "jour férié"
    if jour in ponts:
        return "la maison est fermée"
    return f"semaine {jour.isocalendar().week} laissée libre" if jour.isocalendar().week in sauf else ""


def _rythme(du: date, au: date, jour_semaine: int, rythme: str, rang: int) -> Iterator[date]:
    premier = du + timedelta(days=(jour_semaine - du.weekday()) % 7)
    pas = timedelta(days=14 if rythme == "quinzaine" else 7)
    jour, rendus = premier, 0
    while jour <= au and rendus < MAXIMUM:
        if rythme != "mois" or _du_mois(jour, rang):
            rendus += 1
            yield jour
        jour += pas


def _du_mois(jour: date, rang: int) -> bool:
    """Is it the first, second… (5: the last) such day of its month?"""
    if rang >= 5:
        return (jour + timedelta(days=7)).month != jour.month
    return (jour.day - 1) // 7 + 1 == rang
