"""Make the rows of one institution as they are described, counting what was created and what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select

from college.base import Base
from college.transaction import unite


class Registre:
    """The rows of one institution by table and code; `ranger` makes them as described."""

    def __init__(self, institution_id: int, crees: Counter[str], modifies: Counter[str]) -> None:
        self.institution_id = institution_id
        self.crees = crees
        self.modifies = modifies
        self._lignes: dict[type[Base], dict[str, Any]] = {}

    def de(self, table: type[Any], cle: str = "code") -> dict[str, Any]:
        """The institution's rows of a table, by code (read once)."""
        if table not in self._lignes:
            demande = select(table).where(table.institution_id == self.institution_id)
            self._lignes[table] = {getattr(ligne, cle): ligne for ligne in unite().scalars(demande)}
        return self._lignes[table]

    def id(self, table: type[Any], code: str | None) -> int | None:
        """The number behind a code that the reader has checked; None stays None."""
        return self.de(table)[code].id if code else None

    def ranger(self, nom: str, table: type[Any], valeurs: Iterable[Mapping[str, Any]], cle: str = "code") -> None:
        """Create or update the rows, found by their code."""
        for decrite in valeurs:
            self.poser(nom, table, self.de(table, cle).get(decrite[cle]), decrite)
        unite().flush()

    def poser(self, nom: str, table: type[Any], ligne: Any, valeurs: Mapping[str, Any]) -> Any:
        """One row: created, or brought to these values."""
        if ligne is None:
            ligne = table(institution_id=self.institution_id, **valeurs)
            unite().add(ligne)
            self.crees[nom] += 1
        elif differences := {champ: v for champ, v in valeurs.items() if getattr(ligne, champ) != v}:
            for champ, valeur in differences.items():
                setattr(ligne, champ, valeur)
            self.modifies[nom] += 1
        if table in self._lignes:
            self._lignes[table][str(valeurs.get("code") or valeurs.get("identifiant"))] = ligne
        return ligne
