"""Reading the private notes of a point: only those of the person are ever asked."""

from __future__ import annotations

from sqlalchemy import select

from college.droits import Acteur
from college.points.etats import lu
from college.points.modele import Point
from college.points.notes.regles import GENRES, Genre, marque, siennes
from college.transaction import unite


def lues(acteur: Acteur, point: Point) -> dict[str, str]:
    """By kind, the notes that the person may read, empty ones too; no statement for who may read none."""
    miennes = siennes(acteur, point)
    if not miennes:
        return {}
    dossier = lu(point)
    textes = dict(zip(GENRES, dossier.notes if dossier else _textes(point), strict=True))
    return {genre: textes[genre] for genre in miennes}


def section(acteur: Acteur, point: Point) -> list[tuple[str, Genre, str, str]]:
    """What the page shows: kind, note, text, mark of the text."""
    return [(genre, GENRES[genre], texte, marque(texte)) for genre, texte in lues(acteur, point).items()]


def par_champ(acteur: Acteur, point: Point) -> dict[str, str]:
    """The same, by field: what the API adds to a point for who may read it."""
    return {GENRES[genre].champ: texte for genre, texte in lues(acteur, point).items()}


def _textes(point: Point) -> tuple[str, ...]:
    colonnes = (getattr(Point, genre.champ) for genre in GENRES.values())
    return tuple(unite().execute(select(*colonnes).where(Point.id == point.id)).one())
