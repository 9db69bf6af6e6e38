"""Finding and opening connectors: entry points say what is installed, settings say what may be used.

A package offers a connector by an entry point of the group of its trade; nothing is imported before the
allow-list COLLEGE_CONNECTEURS names it. A connector's settings are read from the environment: field `url`
of trade `etutelle` is COLLEGE_ETUTELLE_URL.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from pydantic import BaseModel, ValidationError

from college.connecteurs.base import Connecteur, ErreurDefinitive

METIERS = ("etutelle", "signature", "stockage", "annuaire")


class ConnecteurIndisponible(ErreurDefinitive):
    """Unknown, not allowed, or badly set: the sentence says which and what to do."""


@cache
def installes(metier: str) -> dict[str, EntryPoint]:
    """Connectors of a trade that the installed packages offer, by code."""
    return {point.name: point for point in entry_points(group=f"college.{metier}")}


def actifs(autorises: Collection[str]) -> list[tuple[str, str]]:
    """(trade, code) of every installed connector that the allow-list names."""
    return [(metier, code) for metier in METIERS for code in sorted(installes(metier)) if code in autorises]


def classe(metier: str, code: str, autorises: Collection[str]) -> type[Any]:
    """The connector's class, imported only if the allow-list names it."""
    if code not in autorises:
        raise ConnecteurIndisponible(f"Le connecteur « {code} » n’est pas activé : ajoutez-le à COLLEGE_CONNECTEURS.")
    point = installes(metier).get(code)
    if point is None:
        connus = ", ".join(sorted(installes(metier))) or "aucun"
        raise ConnecteurIndisponible(
            f"Le connecteur « {code} » n’est pas installé (connecteurs « {metier} » présents : {connus})."
        )
    return point.load()


def lire_reglages(metier: str, modele: type[BaseModel], environnement: Mapping[str, str]) -> BaseModel:
    """The connector's settings from the environment; one French sentence a fault."""
    noms = {champ: f"COLLEGE_{metier.upper()}_{champ.upper()}" for champ in modele.model_fields}
    lus = {champ: environnement[nom] for champ, nom in noms.items() if environnement.get(nom)}
    try:
        return modele.model_validate(lus)
    except ValidationError as erreur:
        phrases = (_phrase(noms, faute) for faute in erreur.errors())
        raise ConnecteurIndisponible(" ".join(phrases)) from erreur


def ouvrir(metier: str, code: str, *, autorises: Collection[str], environnement: Mapping[str, str]) -> Connecteur:
    """A connector ready for use."""
    trouvee = classe(metier, code, autorises)
    ouvert: Connecteur = trouvee(lire_reglages(metier, trouvee.Reglages, environnement))
    return ouvert


def _phrase(noms: Mapping[str, str], faute: Any) -> str:
    champ = str(faute["loc"][0]) if faute["loc"] else ""
    if faute["type"] == "missing":
        return f"Le réglage {noms[champ]} manque."
    motif = str(faute["ctx"]["error"]) if faute["type"] == "value_error" else faute["msg"]
    return f"Le réglage {noms.get(champ, champ)} n’est pas valide : {motif}".rstrip(".") + "."
