"""What the shared half asks of a back end: a plan to evaluate, a view to evaluate it in."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from search_index.analyse import jetons
from search_index.fiche import Fiche, propre
from search_index.grammaire import LONGUEUR_MAX, TERMES_MAX, Clause, Suite
from search_index.requete import Requete, ValeurComptee


@dataclass(frozen=True)
class Plan:
    """Clauses joined by « et » or « ou », exclusions, and the frame (filters, dates, holder) of the request."""

    positives: tuple[Clause, ...]
    negatives: tuple[Clause, ...]
    cadre: Requete
    mode: Literal["et", "ou"] = "et"

    @property
    def sans_filtres(self) -> "Plan":
        """The rung of the ladder is chosen before facets and dates: a filter never changes what is searched."""
        return replace(self, cadre=replace(self.cadre, filtres={}, du=None, au=None))

    @property
    def titre(self) -> Suite:
        """The words asked, in their order: a title that opens with them is what was meant. One word says nothing."""
        texte = propre(self.cadre.texte)[:LONGUEUR_MAX]
        suite = tuple(terme for jeton in jetons(texte) for terme in jeton.decoupe.suite)[:TERMES_MAX]
        return suite if len(suite) > 1 and self.mode == "et" else ()

    @property
    def par_date(self) -> bool:
        return self.cadre.tri == "date" or not self.positives


class Vue(Protocol):
    """One index at one instant: every answer of a search comes from the same state."""

    def total(self, plan: Plan) -> int: ...

    def page(self, plan: Plan, debut: int, taille: int) -> list[Fiche]: ...

    def facettes(self, plan: Plan, champs: Sequence[str]) -> dict[str, tuple[ValeurComptee, ...]]:
        """Each facet counted without its own filter, under all the others."""

    def vocabulaire(self) -> Sequence[str]:
        """Every term, sorted; some may belong to withdrawn cards only, so check before showing one."""
