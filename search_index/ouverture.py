"""Opens an index by the name of its back end; only the one that is named is imported."""

from importlib import import_module
from pathlib import Path
from typing import Literal

from sqlalchemy import Engine

from search_index.base import Index
from search_index.fiche import Portee


def ouvrir(nature: Literal["whoosh", "postgresql"], portee: Portee, *, dossier: Path, moteur: Engine) -> Index:
    """`dossier` is for Whoosh files, `moteur` for PostgreSQL tables."""
    index: Index
    if nature == "whoosh":
        index = import_module("search_index.whoosh_index").IndexWhoosh(dossier / portee, portee)
    else:
        index = import_module("search_index.postgresql").IndexPostgresql(moteur, portee)
    return index
