"""Full-text search in administrative French, over Whoosh files or PostgreSQL.

Knows nothing of the application: cards (`Fiche`) go in, a `Requete` gets a `Resultat`. An index is a
cache, always rebuildable; who deposits what, and when, is decided elsewhere.
"""

from search_index.base import Index, IndexErreur, IndexIllisible, IndexOccupe
from search_index.fiche import Fiche, Page, Portee, Valeur
from search_index.requete import Element, Etat, Requete, Resultat, ValeurComptee

__all__ = [
    "Element",
    "Etat",
    "Fiche",
    "Index",
    "IndexErreur",
    "IndexIllisible",
    "IndexOccupe",
    "Page",
    "Portee",
    "Requete",
    "Resultat",
    "Valeur",
    "ValeurComptee",
]
