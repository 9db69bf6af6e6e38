"""One index, made by each back end in turn: what holds for one holds for the other."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from college.transaction import creer_moteur
from search_index import Fiche, Index, Valeur
from search_index.postgresql import IndexPostgresql
from search_index.whoosh_index import IndexWhoosh


@pytest.fixture
def fiche() -> Callable[..., Fiche]:
    """A card with only what the test cares about."""

    def faire(identifiant: str, titre: str, texte: str = "", **reste: Any) -> Fiche:
        for champ in ("organe", "matiere", "issue", "type"):
            if isinstance(reste.get(champ), str):
                reste[champ] = Valeur(reste[champ], reste[champ].title())
        if isinstance(reste.get("date"), str):
            reste["date"] = datetime.date.fromisoformat(reste["date"])
        return Fiche(id=identifiant, portee=reste.pop("portee", "publique"), titre=titre, texte=texte, **reste)

    return faire


@pytest.fixture(params=["whoosh", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def ouvrir(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Index]]:
    """`ouvrir()` opens the same index again, as another process would."""
    if request.param == "whoosh":
        yield lambda: IndexWhoosh(tmp_path / "index", "publique")
        return
    moteur = creer_moteur(request.getfixturevalue("postgresql")(None))
    yield lambda: IndexPostgresql(moteur, "publique")
    moteur.dispose()


@pytest.fixture
def index(ouvrir: Callable[[], Index]) -> Index:
    return ouvrir()
