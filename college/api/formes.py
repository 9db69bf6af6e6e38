"""The shapes that answers share. They say what a client may count on; an answer may tell more."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict


class Vue(BaseModel):
    """Base of every described answer."""

    model_config = ConfigDict(extra="allow")


class Liste(Vue):
    """A page of a list: `suivant` is followed as it is; `total` is null beyond a thousand."""

    elements: list[Any]
    suivant: str | None
    total: int | None


class Lien(Vue):
    """A linked thing."""

    id: int
    code: str
    libelle: str
