"""French as a good clerk writes it: dates, hours, amounts, counts, no-break spaces. PURE."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from college.horloge import locale

INSECABLE = "\u00a0"
FINE = "\u202f"
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
MOIS_COURTS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


_ESPACE = re.compile(r"(?<=«) | (?=[;:!?»€%])")


def insecables(texte: str) -> str:
    """A sentence typed with plain spaces gets its no-break ones: before ; : ! ? » € % and after «."""
    return _ESPACE.sub(INSECABLE, texte)


def _jour(valeur: date | datetime) -> date:
    return locale(valeur).date() if isinstance(valeur, datetime) else valeur


def date_longue(valeur: date | datetime, avec_jour: bool = False) -> str:
    """« 27 novembre 2026 », « 1er mai 2027 »; with the weekday where somebody must act."""
    jour = _jour(valeur)
    quantieme = "1er" if jour.day == 1 else str(jour.day)
    texte = f"{quantieme}{INSECABLE}{MOIS[jour.month - 1]}{INSECABLE}{jour.year}"
    return f"{JOURS[jour.weekday()]} {texte}" if avec_jour else texte


def date_courte(valeur: date | datetime) -> str:
    """« 27 nov. » for margins and trackers."""
    jour = _jour(valeur)
    quantieme = "1er" if jour.day == 1 else str(jour.day)
    return f"{quantieme}{INSECABLE}{MOIS_COURTS[jour.month - 1]}"


def date_numerique(valeur: date | datetime) -> str:
    """« 27/11/2026 »."""
    return _jour(valeur).strftime("%d/%m/%Y")


def heure(valeur: datetime, secondes: bool = False) -> str:
    """« 14 h 03 », or « 14 h 32 min 05 s » where the second matters; read in Belgium."""
    ici = locale(valeur)
    if secondes:
        return f"{ici.hour}{INSECABLE}h{INSECABLE}{ici.minute:02d}{INSECABLE}min{INSECABLE}{ici.second:02d}{INSECABLE}s"
    return f"{ici.hour}{INSECABLE}h{INSECABLE}{ici.minute:02d}"


def nombre(valeur: int | Decimal | float, decimales: int = 0) -> str:
    """« 1 284 », « 21 500,00 » with narrow no-break spaces."""
    return f"{valeur:,.{decimales}f}".replace(",", FINE).replace(".", ",")


def montant(valeur: Decimal | int | float) -> str:
    """« 21 500 € », « 21 500,50 € »: cents only where there are some."""
    decimal = Decimal(str(valeur))
    return f"{nombre(decimal, 0 if decimal == decimal.to_integral_value() else 2)}{INSECABLE}€"


def compte(combien: int, singulier: str, pluriel: str | None = None, feminin: bool = False) -> str:
    """« une voix », « 3 voix », « aucun point »: the number agreed with its noun (one is written out)."""
    if combien == 0:
        return f"{'aucune' if feminin else 'aucun'} {singulier}"
    if combien == 1:
        return f"{'une' if feminin else 'un'} {singulier}"
    return f"{nombre(combien)}{INSECABLE}{pluriel or singulier + 's'}"


def enumerer(elements: list[str], dernier: str = "et") -> str:
    """« a », « a et b », « a, b et c »."""
    if len(elements) < 2:
        return "".join(elements)
    return f"{', '.join(elements[:-1])} {dernier} {elements[-1]}"


_VOYELLE = re.compile(r"[aeiouyhàâäéèêëîïôöùûüœæ]", re.IGNORECASE)
# « le Haut Comité », « le onzième », « le yacht »: what is written as a vowel and is not heard as one.
_DISJOINT = re.compile(r"y[aeiou]|on(?:ze|zi)|h(?:all|ameau|andicap|aut|ors|uit)", re.IGNORECASE)


def elide(mot: str) -> bool:
    """Does the word that follows call for an apostrophe?"""
    return bool(_VOYELLE.match(mot)) and not _DISJOINT.match(mot)


def le(nom: str, genre: str = "m") -> str:
    """« le Conseil communal », « la Commission », « l’Assemblée générale »."""
    if elide(nom):
        return f"l’{nom}"
    return f"{'la' if genre == 'f' else 'le'} {nom}"


def du(nom: str, genre: str = "m") -> str:
    """« du Conseil communal », « de la Commission », « de l’Assemblée générale »."""
    return f"de {le(nom, genre)}" if genre == "f" or elide(nom) else f"du {nom}"


def de(nom: str) -> str:
    """« de Bernard », « d’Alice », « de Yasmine »; a name in h keeps its « de », aspirated or not."""
    return f"d’{nom}" if elide(nom) and nom[0] not in "hH" else f"de {nom}"


def octets(taille: int) -> str:
    """« 88 ko », « 1,2 Mo »."""
    if taille < 1_000_000:
        return f"{max(1, round(taille / 1000))}{INSECABLE}ko"
    return f"{nombre(taille / 1_000_000, 1)}{INSECABLE}Mo"


def majuscule(texte: str) -> str:
    """First letter in capital, the rest untouched: « le point » → « Le point »."""
    return texte[:1].upper() + texte[1:]
