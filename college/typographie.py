"""Screen typography (PURE): instants, amounts, sizes as a person reads them. Words and dates come from `francais`."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from college import francais
from college.francais import INSECABLE, JOURS
from college.horloge import BRUXELLES

MOIS_COURTS = ["janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."]
LETTRES = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
]


def local(moment: date) -> date:
    """Instants are kept in UTC and shown in Europe/Brussels; a plain date has no zone."""
    return moment.astimezone(BRUXELLES) if isinstance(moment, datetime) and moment.tzinfo else moment


def date_longue(moment: date) -> str:
    """« 27 novembre 2026 »"""
    return francais.date_longue(local(moment))


def date_complete(moment: date) -> str:
    """« vendredi 27 novembre 2026 »"""
    return francais.date_complete(local(moment))


def date_courte(moment: date) -> str:
    """« 27 nov. »"""
    d = local(moment)
    return f"{'1er' if d.day == 1 else d.day}{INSECABLE}{MOIS_COURTS[d.month - 1]}"


def heure(moment: datetime) -> str:
    """« 14 h 03 »"""
    return francais.heure(local(moment))


def heure_exacte(moment: datetime) -> str:
    """« 14 h 32 min 05 s »: the receipt of a vote."""
    return f"{heure(moment)}{INSECABLE}min{INSECABLE}{local(moment).second:02}{INSECABLE}s"


def instant(moment: datetime) -> str:
    """« 27 nov., 14 h 03 »"""
    return f"{date_courte(moment)}, {heure(moment)}"


def depuis(moment: datetime, maintenant: datetime) -> str:
    """« hier, 16 h 20 », « vendredi, 9 h 05 », then the plain date: near things are named as one says them."""
    jours = (local(maintenant).date() - local(moment).date()).days
    if jours == 0:
        return f"aujourd’hui, {heure(moment)}"
    if jours == 1:
        return f"hier, {heure(moment)}"
    if 1 < jours < 7:
        return f"{JOURS[local(moment).weekday()]}, {heure(moment)}"
    return date_longue(moment) if abs(jours) > 180 else instant(moment)


def nombre(valeur: int | float | Decimal, decimales: int = 0) -> str:
    """« 1 284 », « 4,2 »"""
    return f"{valeur:,.{decimales}f}".replace(",", INSECABLE).replace(".", ",")


def euros(valeur: int | float | Decimal | str | None) -> str:
    """« 21 500 € », cents only where there are some."""
    if valeur is None or valeur == "":
        return ""
    montant = Decimal(str(valeur))
    return nombre(montant, 0 if montant == montant.to_integral_value() else 2) + f"{INSECABLE}€"


def octets(taille: int) -> str:
    """« 312 Ko », « 1,2 Mo »"""
    if taille < 1000:
        return francais.compte(taille, "octet")
    if taille < 999_500:
        return f"{nombre(taille / 1000)}{INSECABLE}Ko"
    return f"{nombre(taille / 1_000_000, 1)}{INSECABLE}Mo"


def en_lettres(valeur: int) -> str:
    """« deux » up to sixteen, figures beyond."""
    return LETTRES[valeur] if 0 <= valeur < len(LETTRES) else nombre(valeur)


def duree(ecart: timedelta) -> str:
    """« 4 jours », « 3 heures », « 12 minutes »"""
    minutes = int(ecart.total_seconds() // 60)
    if minutes < 60:
        return francais.compte(max(minutes, 1), "minute")
    if minutes < 24 * 60:
        return francais.compte(minutes // 60, "heure")
    return francais.compte(minutes // (24 * 60), "jour")


_AVANT = re.compile(r"(?<=\S) ?(?=[;:!?»€%](?:\s|$))")
_APRES = re.compile(r"« ?(?=\S)")


def typo(texte: str) -> str:
    """No-break spaces before ; : ! ? » € % and after «, curved apostrophes."""
    texte = _AVANT.sub(INSECABLE, texte.replace(" »", "»").replace("'", "’"))
    return _APRES.sub("«" + INSECABLE, texte)
