"""Read a file of published decisions, one JSON object a line: every fault with its line. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from college.erreurs import Erreur

FAUTES_MONTREES = 20
Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class AnnexePubliee(BaseModel):
    """A piece: a file beside the list (`fichier`), or the address where it stays. A bare string is one or the other."""

    model_config = ConfigDict(extra="ignore")

    nom: Texte
    fichier: Annotated[str, StringConstraints(max_length=500)] | None = None
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=2000)] | None = None
    mime: Annotated[str, StringConstraints(pattern=r"^[\w.+-]+/[\w.+-]+$", max_length=120)] | None = None
    taille: Annotated[int, Field(ge=0)] | None = None
    texte: str = ""

    @model_validator(mode="before")
    @classmethod
    def _chaine(cls, valeur: Any) -> Any:
        if isinstance(valeur, str):
            genre = "url" if "://" in valeur else "fichier"
            return {"nom": valeur.rstrip("/").rsplit("/", 1)[-1], genre: valeur}
        if isinstance(valeur, dict) and not valeur.get("nom"):
            lieu = str(valeur.get("fichier") or valeur.get("url") or "")
            return valeur | {"nom": valeur.get("titre") or lieu.rstrip("/").rsplit("/", 1)[-1]}
        return valeur

    @model_validator(mode="after")
    def _quelque_part(self) -> AnnexePubliee:
        if not (self.fichier or self.url):
            raise ValueError("fichier ou url")
        return self


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
            "non_examine",
        ]
        | None
    ) = None
    annexes: list[AnnexePubliee] = Field(default_factory=list)

    @field_validator("annexes", mode="before")
    @classmethod
    def _sans_annexe(cls, valeur: Any) -> Any:
        return [] if valeur is None else valeur

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
