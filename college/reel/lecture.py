"""Read a published agenda (one JSON file a séance) defensively. Pure.

Sites publish numbers that are missing, repeated or « 43.12 », hours 00:00 that mean unknown, points
without any text. None of that stops the reading; only a file that is no agenda at all does.
"""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from college.erreurs import Erreur
from college.reel.texte import html_de, propre

HEURE_INCONNUE = time(20, 0)  # 00:00 in the files; the usual hour of a conseil
TITRE_ABSENT = "Point sans intitulé"
TITRE_MAXIMAL = 1000


class AgendaIllisible(Erreur):
    """The file is no agenda: one sentence says what is missing."""

    statut = 422


@dataclass(frozen=True)
class PointReel:
    """One point: `numero` is repaired and unique in its séance, `numero_imprime` as published."""

    numero: str
    numero_imprime: str | None
    titre: str
    matiere: str | None
    rapport: str
    motivation: str
    dispositif: str
    votes_imprimes: tuple[str, ...] = ()
    source: str | None = None
    montant_htva: int | None = None
    huis_clos: bool = False

    @property
    def sans_texte(self) -> bool:
        """Nothing to decide upon: such a point is recorded `pris_acte`."""
        return not (self.rapport or self.motivation or self.dispositif)


@dataclass(frozen=True)
class AgendaReel:
    """One séance of one organe of one institution."""

    institution: str
    slug: str
    organe: str
    jour: date
    heure: time
    points: tuple[PointReel, ...]

    @property
    def debut(self) -> datetime:
        """Day and hour as read on a clock in Belgium (naive)."""
        return datetime.combine(self.jour, self.heure)


def lire_texte(texte: str) -> AgendaReel:
    """The agenda in a JSON text. Raises AgendaIllisible with one sentence."""
    try:
        return lire(json.loads(texte))
    except (json.JSONDecodeError, RecursionError) as erreur:
        raise AgendaIllisible("Ce fichier n’est pas du JSON : exportez-le de nouveau.") from erreur


def lire(donnees: Any) -> AgendaReel:
    """The agenda in parsed JSON. Raises AgendaIllisible where institution, date or points are missing."""
    if not isinstance(donnees, dict):
        raise AgendaIllisible("Un ordre du jour est un objet JSON avec « institution », « date » et « points ».")
    points = donnees.get("points")
    if not isinstance(points, list):
        raise AgendaIllisible("Cet ordre du jour n’a pas de liste « points ».")
    institution = propre(donnees.get("institution") or donnees.get("slug") or "")
    if not institution:
        raise AgendaIllisible("Cet ordre du jour ne dit pas de quelle institution il est.")
    numeros = reparer_numeros([point.get("numero") for point in points if isinstance(point, dict)])
    lus = [point for point in points if isinstance(point, dict)]
    return AgendaReel(
        institution=institution,
        slug=code(donnees.get("slug") or institution),
        organe=propre(donnees.get("organe") or "Conseil communal"),
        jour=_jour(donnees.get("date")),
        heure=_heure(donnees.get("heure")),
        points=tuple(_point(point, numero) for point, numero in zip(lus, numeros, strict=True)),
    )


def _point(point: dict[str, Any], numero: str) -> PointReel:
    return PointReel(
        numero=numero,
        numero_imprime=propre(point["numero"]) if point.get("numero") is not None else None,
        titre=propre(point.get("titre") or TITRE_ABSENT)[:TITRE_MAXIMAL],
        matiere=propre(point.get("matiere") or "") or None,
        rapport=html_de(_lignes(point.get("rapport"))),
        motivation=html_de(_lignes(point.get("motivation"))),
        dispositif=html_de(_lignes(point.get("dispositif"))),
        votes_imprimes=tuple(map(propre, _lignes(point.get("votes_imprimes")))),
        source=propre(point.get("source") or "") or None,
    )


def _lignes(valeur: Any) -> list[Any]:
    if valeur is None:
        return []
    return [ligne for ligne in valeur if ligne is not None] if isinstance(valeur, list) else [valeur]


def reparer_numeros(numeros: list[Any]) -> list[str]:
    """A number for every point, each once: a missing one follows the last, a repeated one becomes « bis »."""
    rendus: list[str] = []
    for brut in numeros:
        numero = propre(brut).rstrip(".") if brut is not None else ""
        numero = numero or str(_entier(rendus[-1]) + 1 if rendus else 1)
        rendus.append(_libre(numero, rendus))
    return rendus


def _entier(numero: str) -> int:
    tete = numero.split(" ")[0].split(".")[0]
    return int(tete) if tete.isdecimal() else 0


def _libre(numero: str, pris: list[str]) -> str:
    candidats = [numero, *(f"{numero} {suffixe}" for suffixe in ("bis", "ter", "quater", "quinquies"))]
    candidats += [f"{numero} ({rang})" for rang in range(6, len(pris) + 7)]
    return next(candidat for candidat in candidats if candidat not in pris)


def _jour(valeur: Any) -> date:
    try:
        return date.fromisoformat(str(valeur)[:10])
    except ValueError as erreur:
        raise AgendaIllisible(f"La date « {valeur} » ne se lit pas : écrivez AAAA-MM-JJ.") from erreur


def _heure(valeur: Any) -> time:
    try:
        heure = time.fromisoformat(str(valeur).strip().replace("h", ":"))
    except ValueError:
        return HEURE_INCONNUE
    return HEURE_INCONNUE if heure == time(0, 0) else heure.replace(tzinfo=None)


def code(texte: Any) -> str:
    """A code from a name: lower-case ASCII letters, digits and dashes."""
    return "-".join(re.findall(r"[a-z0-9]+", sans_accents(propre(texte)).lower()))[:60] or "institution"


def sans_accents(texte: str) -> str:
    """The text with its accents and ligatures folded."""
    plie = unicodedata.normalize("NFKD", texte.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae"))
    return "".join(lettre for lettre in plie if not unicodedata.combining(lettre))
