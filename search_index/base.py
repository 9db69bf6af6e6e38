"""The door of the package: what an index can do, and how it says that it cannot."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from search_index.fiche import Fiche, Portee
from search_index.requete import Etat, Requete, Resultat, ValeurComptee


class IndexErreur(Exception):
    """An index that cannot answer; the sentence is in French, for a person."""


class IndexOccupe(IndexErreur):
    """Another process is writing and did not finish in time: try again later, nothing is lost."""


class IndexIllisible(IndexErreur):
    """The files or tables are damaged: rebuild, the database holds the truth."""


class Index(Protocol):
    """One index holds one `portee`: the public one never sees an internal card."""

    portee: Portee

    def deposer(self, fiches: Iterable[Fiche]) -> int:
        """Add or replace cards, all in one commit; answers how many."""

    def retirer(self, ids: Iterable[str]) -> int:
        """Take cards out, all in one commit; answers how many were there."""

    def chercher(self, requete: Requete) -> Resultat: ...

    def facettes(self, requete: Requete) -> Mapping[str, tuple[ValeurComptee, ...]]:
        """The facets alone, as a page that shows its results first asks for them."""

    def inventaire(self) -> dict[str, str]:
        """id → hash of each card held, to be compared with the database."""

    def etat(self) -> Etat: ...

    def reconstruire(self, fiches: Iterable[Fiche]) -> int:
        """Build a new index beside the one in service, then switch at once. Searches never stop."""
