"""The house's own days: bridge days from its settings, and the iCalendar of séances. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

DUREE = timedelta(hours=2)
STATUTS = {"en_preparation": "TENTATIVE", "annulee": "CANCELLED"}


class Maison(Protocol):
    """What is read of the institution."""

    @property
    def reglages(self) -> dict[str, Any]: ...


def ponts(maison: Maison) -> frozenset[date]:
    """The days on which the house is closed though the law does not say so (key `ponts`)."""
    return frozenset(date.fromisoformat(jour) for jour in maison.reglages.get("ponts", ()))


class Evenement(Protocol):
    """What is read of a séance."""

    id: int
    debut: datetime
    lieu: str
    lien_video: str
    etat: str
    version: int


def ics(seances: Iterable[tuple[Evenement, str]], domaine: str, base: str, le: datetime) -> str:
    """An iCalendar (RFC 5545) of (séance, title): no point, no closed title, only when and where."""
    lignes = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//college//seances//FR", "CALSCALE:GREGORIAN",
              "METHOD:PUBLISH", "X-WR-CALNAME:Séances", "REFRESH-INTERVAL;VALUE=DURATION:PT6H"]  # fmt: skip
    for seance, titre in seances:
        lignes += [
            "BEGIN:VEVENT",
            f"UID:seance-{seance.id}@{domaine}",
            f"DTSTAMP:{_instant(le)}",
            f"SEQUENCE:{seance.version}",
            f"DTSTART:{_instant(seance.debut)}",
            f"DTEND:{_instant(seance.debut + DUREE)}",
            f"SUMMARY:{_texte(titre)}",
            f"LOCATION:{_texte(seance.lieu or seance.lien_video)}",
            f"URL:{base}/app/seances/{seance.id}",
            f"STATUS:{STATUTS.get(seance.etat, 'CONFIRMED')}",
            "END:VEVENT",
        ]
    lignes.append("END:VCALENDAR")
    return "".join(f"{pli}\r\n" for ligne in lignes for pli in _plier(ligne))


def _instant(quand: datetime) -> str:
    return quand.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _texte(valeur: str) -> str:
    propre = valeur.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return propre.replace("\r", "").replace("\n", "\\n")


def _plier(ligne: str) -> list[str]:
    """Lines of at most 75 bytes, never cut inside a letter."""
    plis, courant = [], ""
    for lettre in ligne:
        if len((courant + lettre).encode()) > 74:
            plis.append(courant)
            courant = " "
        courant += lettre
    return [*plis, courant]
