"""Until when services bring their points: so many working days before the séance, at an hour. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from college import delais, francais
from college.seances.grammaire import date_complete


@dataclass(frozen=True)
class Prochaine:
    """A séance to come, as the rule reads it."""

    id: int
    debut: datetime


def limite(debut: datetime, jours: int, heure: str, ponts: Collection[date] = ()) -> datetime | None:
    """The last instant to bring a point to that séance; None where the organe sets no closing date."""
    if jours <= 0:
        return None
    jour, reste = debut.date(), jours
    while reste:
        jour -= timedelta(days=1)
        if delais.est_ouvrable(jour) and jour not in ponts:
            reste -= 1
    heures, _, minutes = heure.partition(":")
    return datetime.combine(jour, time(int(heures), int(minutes or 0)), tzinfo=debut.tzinfo)


def annoncer(
    prochaines: Sequence[Prochaine], maintenant: datetime, jours: int, heure: str, ponts: Collection[date] = ()
) -> str:
    """Which séance a point brought now will reach, and until when; what is said when one is already closed."""
    manquees: list[Prochaine] = []
    for seance in prochaines:
        fin = limite(seance.debut, jours, heure, ponts)
        if fin is None or maintenant <= fin:
            return _dire(seance, fin, manquees)
        manquees.append(seance)
    if not manquees:
        return ""
    return (
        f"Trop tard pour la séance du {date_complete(manquees[-1].debut.date())} : "
        "aucune autre n’est encore prévue, adressez-vous au secrétariat."
    )


def _dire(seance: Prochaine, fin: datetime | None, manquees: Sequence[Prochaine]) -> str:
    jour = date_complete(seance.debut.date())
    avant = f"Trop tard pour la séance du {date_complete(manquees[-1].debut.date())} → " if manquees else ""
    debut = f"séance du {jour}" if avant else f"À temps pour la séance du {jour}"
    suite = f" : points reçus jusqu’au {date_complete(fin.date())} à {francais.heure(fin)}." if fin else "."
    return f"{avant}{debut}{suite}"
