"""The templates of points and the register of delegations in a paquet communal. Pure."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from college.administration.paquet_types import Bloc, Code, Texte


class VariablePoint(Bloc):
    """A blank of a template of points: `{{ code }}` in its texts."""

    code: Code
    libelle: Texte
    type: Literal["texte", "date", "montant", "nombre", "choix"] = "texte"
    obligatoire: bool = True
    defaut: str = ""
    choix: list[str] = []
    champ: Code | None = None


class ModelePoint(Bloc):
    """What a point starts from; `contenu` holds fields of a point, texts in HTML."""

    code: Code
    libelle: Texte
    organe: Code
    service: Code | None = None
    recurrent: bool = False
    actif: bool = True
    contenu: dict[str, Any]
    variables: list[VariablePoint] = []


class Delegation(Bloc):
    """A line of the register of delegations of powers."""

    de: Code
    vers: Code
    matiere: Texte
    acte_du: date
    du: date
    au: date | None = None
    categories: list[Code] = []
    base: str = ""
    acte: str = ""
    plafond: Annotated[float, Field(ge=0)] | None = None

    @property
    def cle(self) -> str:
        """What tells it from the others."""
        return f"{self.de} → {self.vers} : {self.matiere} ({self.du:%Y-%m-%d})"
