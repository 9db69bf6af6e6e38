"""What is asked of an index, and what it answers."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from search_index.fiche import Fiche, Page

Tri = Literal["pertinence", "date"]
Niveau = Literal["tout", "exact", "corrige", "partiel", "large", "vide"]

PAR_PAGE = 20
FACETTES = ("organe", "annee", "matiere", "type", "issue")


@dataclass(frozen=True)
class Requete:
    """A search. In one facet the values are alternatives; two facets must both hold.

    `acces` is what the asker holds: None in an index open to all, otherwise a card that
    lists holders is found only by one of them.
    """

    texte: str = ""
    filtres: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    du: datetime.date | None = None
    au: datetime.date | None = None
    institution: str | None = None
    acces: frozenset[str] | None = None
    tri: Tri = "pertinence"
    page: int = 1
    par_page: int = PAR_PAGE
    facettes: tuple[str, ...] = FACETTES
    extraits: bool = True


@dataclass(frozen=True)
class ValeurComptee:
    """One line of a facet: choosing it alone gives exactly `nombre` results."""

    valeur: str
    libelle: str
    nombre: int
    choisie: bool = False


@dataclass(frozen=True)
class Element:
    """One result. `titre_html` and `extrait_html` are escaped; they hold no tag but `<mark>`."""

    fiche: Fiche
    titre_html: str
    extrait_html: str
    page: Page | None = None

    @property
    def id(self) -> str:
        return self.fiche.id


@dataclass(frozen=True)
class Resultat:
    """The answer. `niveau` tells which rung of the ladder answered; `message` says it to a person."""

    total: int
    sans_filtres: int = 0
    elements: tuple[Element, ...] = ()
    facettes: Mapping[str, tuple[ValeurComptee, ...]] = field(default_factory=dict)
    niveau: Niveau = "exact"
    resultats_pour: str | None = None
    message: str = ""


@dataclass(frozen=True)
class Etat:
    """How the index stands: `a_reconstruire` when another analyzer wrote it."""

    nature: str
    documents: int
    generation: str
    version: int
    version_attendue: int
    octets: int

    @property
    def a_reconstruire(self) -> bool:
        return self.version != self.version_attendue


def ordonner(comptes: Counter[str], champ: str) -> list[tuple[str, int]]:
    """Years from the latest; anything else from the most frequent, then by code."""
    if champ == "annee":
        return sorted(comptes.items(), reverse=True)
    return sorted(comptes.items(), key=lambda c: (-c[1], c[0]))
