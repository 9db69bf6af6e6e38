"""Read a file of published decisions, one JSON object a line: every fault with its line. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from college.erreurs import Erreur

FAUTES_MONTREES = 20
Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class DecisionPubliee(BaseModel):
    """One decision as another site published it."""

    model_config = ConfigDict(extra="ignore")

    reference: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
    institution: Texte
    organe: Texte
    date: date
    titre: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
    texte_html: str = ""
    matiere: Annotated[str, StringConstraints(max_length=200)] = ""
    numero: Annotated[str, StringConstraints(max_length=20)] = ""
    issue: (
        Literal[
            "accepte",
            "accepte_modifie",
            "refuse",
            "reporte",
            "retire",
            "renvoye",
            "pris_acte",
            "nul_a_representer",
            "non_applicable",
        ]
        | None
    ) = None
    annexes: list[Any] = Field(default_factory=list)

    @field_validator("matiere", "numero", mode="before")
    @classmethod
    def _en_texte(cls, valeur: Any) -> Any:
        return "" if valeur is None else str(valeur)


class FichierRefuse(Erreur):
    """Some lines cannot be read; nothing was imported."""

    statut = 422


def lire(lignes: Iterable[str]) -> Iterator[DecisionPubliee]:
    """The decisions of a file. Raises FichierRefuse naming the lines at fault."""
    fautes: list[str] = []
    for numero, ligne in enumerate(lignes, start=1):
        if not ligne.strip():
            continue
        try:
            yield DecisionPubliee.model_validate(json.loads(ligne))
        except ValueError as erreur:
            fautes.append(f"Ligne {numero} : {_phrase(erreur)}")
        if len(fautes) >= FAUTES_MONTREES:
            break
    if fautes:
        raise FichierRefuse("\n".join(fautes))


def _phrase(erreur: ValueError) -> str:
    if not isinstance(erreur, ValidationError):
        return "ce n’est pas du JSON sur une ligne."
    champs = ", ".join(".".join(map(str, faute["loc"])) or "la ligne" for faute in erreur.errors())
    return f"à corriger : {champs}."
