"""What each type of link says from either side, and the visa that it offers. PURE.

« Revu » for what the same organe takes up again (modify, repeal, withdraw, correct, follow); « Vu » for what
another one decided or for what is only carried out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from college import francais
from college.points.phrases import fr
from college.points.texte_riche import texte_brut
from college.templates_docs.grammaire import du


class Genre(NamedTuple):
    """How the link reads from the newer point, then from the older one; `revu`: it takes the older one up again."""

    de: str
    vers: str
    revu: bool = False


GENRES: Mapping[str, Genre] = {
    "fait_suite_a": Genre("Fait suite à", "A pour suite", True),
    "execute": Genre("Exécute", "Exécuté par"),
    "modifie": Genre("Modifie", "Modifié par", True),
    "abroge": Genre("Abroge", "Abrogé par", True),
    "retire": Genre("Retire", "Retiré par", True),
    "rectifie": Genre("Rectifie", "Rectifié par", True),
    "ratifie": Genre("Ratifie ou confirme", "Ratifié ou confirmé par"),
    "approuve": Genre("Approuve", "Approuvé par"),
    "communique": Genre("Communique", "Communiqué par"),
}
NES_AILLEURS: Mapping[str, Genre] = {
    "copie_de": Genre("Copie de", "Copié vers"),
    "transmis_de": Genre("Vient de", "Transmis"),
    "reporte_de": Genre("Reporté de", "Reporté vers"),
}
FINS = {"abroge": "abrogé", "retire": "retiré"}
_FEMININS = ("Commission", "Assemblée", "Régie")
_PARAGRAPHE = re.compile(r"<p>.*?</p>", re.DOTALL)
_VISA = re.compile(r"\s*(?:re)?vu(?:es?|s)?\b", re.IGNORECASE)


class Lie(NamedTuple):
    """The older point, as the visa names it."""

    titre: str
    organe: str
    meme_organe: bool
    decide_le: date | None


def libelle(genre: str, sens: str) -> str:
    """« Modifie », « Modifié par »; `sens` is « de » from the newer point."""
    lu = GENRES.get(genre) or NES_AILLEURS[genre]
    return lu.de if sens == "de" else lu.vers


def visa(genre: str, lie: Lie) -> str:
    """« Revu sa délibération du 12 mars 2026 « … » ; », empty where there is none to offer yet."""
    if genre not in GENRES or lie.decide_le is None:
        return ""
    revu = GENRES[genre].revu and lie.meme_organe
    qui = (
        "sa délibération"
        if lie.meme_organe
        else f"la décision {du(lie.organe, 'f' if lie.organe.startswith(_FEMININS) else 'm')}"
    )
    quoi = f"du {francais.date_longue(lie.decide_le)}"
    return fr(f"{'Revu' if revu else 'Vu'} {qui} {quoi} « {lie.titre} » ;")


def inserer(motivation: str, phrase: str) -> str:
    """The motivation with the visa after the last one of its head; unchanged when it is already there."""
    if _plat(phrase) in _plat(texte_brut(motivation)):
        return motivation
    nouveau, place = f"<p>{phrase}</p>", 0
    for paragraphe in _PARAGRAPHE.finditer(motivation):
        if not _VISA.match(texte_brut(paragraphe[0])):
            break
        place = paragraphe.end()
    return motivation[:place] + nouveau + motivation[place:]


def _plat(texte: str) -> str:
    return " ".join(texte.replace("\u00a0", " ").split())
