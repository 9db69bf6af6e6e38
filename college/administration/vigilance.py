"""What deserves a look among the mandates of an organe: two chairs, one rank twice, an interim without end. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import combinations
from typing import Any, Protocol

from college import francais

UNIQUES = ("bourgmestre", "president", "president_assemblee", "directeur_general", "directeur_financier")
BIENTOT = timedelta(days=30)


class Mandat(Protocol):
    """What is read of a mandate."""

    fonction: str
    rang: int
    voix: str
    du: date
    au: date | None
    interim: dict[str, Any]

    @property
    def mandataire(self) -> Any: ...


def avertissements(mandats: Sequence[Mandat], aujourdhui: date) -> list[str]:
    """Sentences for whoever keeps the composition; none of them stops anything."""
    courants = [m for m in mandats if m.au is None or m.au >= aujourdhui]
    return [*_doubles(courants), *_interims(courants), *_echeances(courants, aujourdhui)]


def _doubles(mandats: Sequence[Mandat]) -> Iterator[str]:
    for un, autre in combinations(mandats, 2):
        if not _ensemble(un, autre):
            continue
        noms = f"{un.mandataire.nom_complet} et {autre.mandataire.nom_complet}"
        if un.mandataire.identifiant == autre.mandataire.identifiant:
            if not (un.interim or autre.interim):
                yield f"{un.mandataire.nom_complet} a deux mandats qui se chevauchent dans cet organe : finissez-en un."
        elif un.fonction == autre.fonction and un.fonction in UNIQUES and not (_remplace(un, autre)):
            yield f"{noms} tiennent la même fonction en même temps : l’un remplace-t-il l’autre ?"
        elif un.rang and un.rang == autre.rang and un.voix == autre.voix == "deliberative":
            yield f"{noms} ont le même rang de préséance, {un.rang}."


def _ensemble(un: Mandat, autre: Mandat) -> bool:
    return un.du <= (autre.au or date.max) and autre.du <= (un.au or date.max)


def _remplace(un: Mandat, autre: Mandat) -> bool:
    return un.interim.get("remplace") == autre.mandataire.identifiant or (
        autre.interim.get("remplace") == un.mandataire.identifiant
    )


def _interims(mandats: Sequence[Mandat]) -> Iterator[str]:
    for mandat in mandats:
        if mandat.interim and mandat.au is None:
            yield f"L’intérim de {mandat.mandataire.nom_complet} n’a pas de fin : notez-la dès qu’elle est connue."


def _echeances(mandats: Sequence[Mandat], aujourdhui: date) -> Iterator[str]:
    for mandat in mandats:
        if mandat.au and mandat.au <= aujourdhui + BIENTOT:
            yield f"Le mandat de {mandat.mandataire.nom_complet} finit le {francais.date_longue(mandat.au)}."
