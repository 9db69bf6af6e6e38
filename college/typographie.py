"""What screens add to `francais` (PURE): near dates named as one says them, lengths of time, small numbers in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from college import francais
from college.francais import INSECABLE, JOURS
from college.horloge import locale

LETTRES = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit"),
    *("neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"),
)


def date_complete(moment: datetime) -> str:
    """« vendredi 27 novembre 2026 »: where somebody must act."""
    return francais.date_longue(moment, avec_jour=True)


def heure_exacte(moment: datetime) -> str:
    """« 14 h 32 min 05 s »: the receipt of a vote."""
    return francais.heure(moment, secondes=True)


def instant(moment: datetime) -> str:
    """« 27 nov., 14 h 03 »"""
    return f"{francais.date_courte(moment)}, {francais.heure(moment)}"


def depuis(moment: datetime, maintenant: datetime) -> str:
    """« hier, 16 h 20 », « vendredi, 9 h 05 », then the plain date."""
    ici = locale(moment)
    jours = (locale(maintenant).date() - ici.date()).days
    if jours == 0:
        return f"aujourd’hui, {francais.heure(moment)}"
    if jours == 1:
        return f"hier, {francais.heure(moment)}"
    if 1 < jours < 7:
        return f"{JOURS[ici.weekday()]}, {francais.heure(moment)}"
    return francais.date_longue(moment) if abs(jours) > 180 else instant(moment)


def euros(valeur: object) -> str:
    """« 21 500 € »; nothing where there is no amount."""
    return "" if valeur is None or valeur == "" else francais.montant(valeur)  # type: ignore[arg-type]


def en_lettres(valeur: int) -> str:
    """« deux » up to sixteen, figures beyond."""
    return LETTRES[valeur] if 0 <= valeur < len(LETTRES) else francais.nombre(valeur)


def duree(ecart: timedelta) -> str:
    """« 4 jours », « 3 heures », « 12 minutes »"""
    minutes = max(int(ecart.total_seconds() // 60), 1)
    taille, mot = next(pas for pas in ((1440, "jour"), (60, "heure"), (1, "minute")) if minutes >= pas[0])
    nombre = minutes // taille
    return f"{nombre}{INSECABLE}{mot}{'s' if nombre > 1 else ''}"
