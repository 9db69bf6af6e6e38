"""What every block of a paquet communal is made of. Pure."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Texte = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class Bloc(BaseModel):
    """A block of the paquet: an unknown key is an error, so that a typing mistake is never lost."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


def en_textes(valeur: Any) -> Any:
    """YAML reads a date as a date: kept as it was written."""
    return [str(un) for un in valeur] if isinstance(valeur, list) else valeur


def en_liste(valeur: Any) -> Any:
    """One thing stands for a list of one."""
    return [valeur] if isinstance(valeur, str | dict) else valeur
