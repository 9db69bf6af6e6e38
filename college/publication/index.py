"""Where the search index of published pages lives; opened at first use, by each process for itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from sqlalchemy import select

from college import transaction
from college.publication.fiche import fiche_de
from college.publication.modele import Publication
from college.settings import Settings
from college.transaction import lecture, unite
from search_index import Fiche, Index
from search_index.ouverture import ouvrir

_settings: Settings | None = None


def brancher(settings: Settings) -> None:
    """Bind the process to the index that the settings name."""
    global _settings
    _settings = settings
    publique.cache_clear()


@cache
def publique() -> Index:
    """The index that the public searches."""
    if _settings is None:
        raise RuntimeError("No index: call create_app() first.")
    return ouvrir(_settings.search, "publique", dossier=_settings.data_dir / "index", moteur=transaction.moteur())


def indexables() -> Iterator[Fiche]:
    """A card for every page that the public may find, as the database has it now."""
    visibles = select(Publication).where(Publication.etat == "publiee", Publication.retenue.is_(False))
    yield from map(fiche_de, unite().scalars(visibles.order_by(Publication.id)))


def reconstruire() -> int:
    """The index made again from the database, beside the one in service."""
    with lecture():
        return publique().reconstruire(indexables())


def ecarts() -> dict[str, list[str]]:
    """What the index lacks, holds too much, or holds in an older state."""
    with lecture():
        attendu = {fiche.id: fiche.empreinte for fiche in indexables()}
    present = publique().inventaire()
    return {
        "manquantes": sorted(attendu.keys() - present.keys()),
        "en_trop": sorted(present.keys() - attendu.keys()),
        "differentes": sorted(i for i in attendu.keys() & present.keys() if attendu[i] != present[i]),
    }
