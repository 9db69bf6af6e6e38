"""API of the private notes; they are read with the point, by who may read them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from college.api import cadre
from college.droits import Acteur
from college.points.modele import Point
from college.points.notes import regles, services


class NoteCorps(cadre.Corps):
    """The whole note, and the text that was read before: without it, the last writer wins."""

    genre: Literal["service", "secretariat"]
    texte: str = Field(max_length=regles.LONGUEUR)
    avant: str | None = Field(default=None, description="La note telle qu’elle a été lue : 409 si elle a changé.")


@cadre.post("/points/<ref:point>/notes", droit="point.noter", etiquette="Points", resume="Garder une note interne")
def noter(acteur: Acteur, point: Point, corps: NoteCorps) -> dict[str, Any]:
    """`service`: the notes of the service that proposes; `secretariat`: the remarks of the secretariat."""
    lue = None if corps.avant is None else regles.marque(corps.avant)
    return {regles.GENRES[corps.genre].champ: services.ecrire(acteur, point, corps.genre, corps.texte, lue)}
