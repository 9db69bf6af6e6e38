"""PURE. The one query string that a search, its feed, its calendar and its export share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal
from urllib.parse import urlencode

from search_index import Requete

FACETTES = {
    "organe": "Organe",
    "type": "Nature",
    "annee": "Année",
    "matiere": "Matière",
    "vote": "Vote",
    "issue": "Décision",
}
VALEURS_MAX = 50


@dataclass(frozen=True)
class Parametres:
    """What was asked, cleaned: nothing that a person can type makes a search fail."""

    q: str = ""
    filtres: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    du: date | None = None
    au: date | None = None
    institution: str | None = None
    tri: Literal["pertinence", "date"] = "pertinence"
    page: int = 1

    def requete(self, par_page: int = 20, *, page: int | None = None, extraits: bool = True) -> Requete:
        return Requete(
            texte=self.q,
            filtres=self.filtres,
            du=self.du,
            au=self.au,
            institution=self.institution,
            tri=self.tri,
            page=page or self.page,
            par_page=par_page,
            facettes=tuple(FACETTES) if extraits else (),
            extraits=extraits,
        )

    def chaine(self, **changes: object) -> str:
        """The query string, in one order whatever was typed: a search has one permanent link."""
        nouveaux = replace(self, page=1, **changes) if changes else self  # type: ignore[arg-type]
        couples: list[tuple[str, str]] = [("q", nouveaux.q)] if nouveaux.q else []
        couples += [(champ, v) for champ in FACETTES for v in nouveaux.filtres.get(champ, ())]
        simples = (("du", nouveaux.du), ("au", nouveaux.au), ("institution", nouveaux.institution))
        couples += [(nom, str(valeur)) for nom, valeur in simples if valeur]
        couples += [("tri", nouveaux.tri)] if nouveaux.tri != "pertinence" else []
        couples += [("page", str(nouveaux.page))] if nouveaux.page > 1 else []
        return urlencode(couples)

    def sans(self, champ: str, valeur: str) -> str:
        """The query string without one filter value."""
        reste = tuple(v for v in self.filtres.get(champ, ()) if v != valeur)
        return self.chaine(filtres={**self.filtres, champ: reste})

    def a_la_page(self, page: int) -> str:
        return replace(self, page=page).chaine()

    @property
    def filtree(self) -> bool:
        return bool(any(self.filtres.values()) or self.du or self.au)


def lire(valeurs: Mapping[str, Sequence[str]]) -> Parametres:
    """From a query string (`request.args.to_dict(flat=False)`)."""

    def un(nom: str) -> str:
        return (valeurs.get(nom) or [""])[0].strip()

    filtres = {
        champ: tuple(dict.fromkeys(v[:120] for v in valeurs.get(champ, ()) if v))[:VALEURS_MAX] for champ in FACETTES
    }
    return Parametres(
        q=un("q")[:1000].replace("\x00", ""),
        filtres={champ: choisies for champ, choisies in filtres.items() if choisies},
        du=_jour(un("du")),
        au=_jour(un("au")),
        institution=un("institution")[:60] or None,
        tri="date" if un("tri") == "date" else "pertinence",
        page=min(int(un("page")), 100_000) if re.fullmatch(r"[1-9]\d{0,5}", un("page")) else 1,
    )


def _jour(texte: str) -> date | None:
    try:
        return date.fromisoformat(texte) if texte else None
    except ValueError:
        return None
