"""Writing a private note: at any time of the life of a point, beside its text, its version and its visas."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from college import journal
from college.droits import Acteur, exige, politique
from college.erreurs import Interdit, Introuvable, Refus
from college.points.droits import lisible
from college.points.modele import Point
from college.points.notes import regles, requetes
from college.points.phrases import fr
from college.points.verrou import tenir
from college.transaction import unite


@politique("point.noter")
def _noter(acteur: Acteur, point: Any) -> None:
    if point is not None and not lisible(acteur, point):
        raise Introuvable()
    if point is not None and not regles.siennes(acteur, point):
        raise Interdit("Seuls le service qui propose ce point et le secrétariat de son organe y tiennent des notes.")


@exige("point.noter")
def ecrire(acteur: Acteur, point: Point, genre: str, texte: str, lue: str | None = None) -> str:
    """Keep a note, whose text is told to nobody else. `lue`: the mark of the text that the person had read."""
    tenir(point)
    gardees = requetes.lues(acteur, point)
    if genre not in gardees:
        raise Interdit(fr("Cette note n'est pas la vôtre : le service tient ses notes, le secrétariat ses remarques."))
    note, propre = regles.GENRES[genre], regles.propre(texte)
    if propre == gardees[genre]:
        return propre
    if lue is not None and lue != regles.marque(gardees[genre]):
        raise Refus(
            fr("Quelqu'un a changé cette note depuis que vous l'avez lue : réunissez les deux textes, puis gardez."),
            motif="note_changee", courant=gardees[genre],
        )  # fmt: skip
    # Not by the row: neither its version nor its date of change moves, nobody's edition is out of date.
    ecrite = update(Point).where(Point.id == point.id).values({note.champ: propre})
    unite().execute(ecrite, execution_options={"synchronize_session": False})
    journal.noter(acteur, note.geste, point)
    return propre


@exige("point.seance")
def suivre(acteur: Acteur, copie: Point, point: Point) -> None:
    """A postponed point is the same matter, of the same service: its copy keeps the notes, which nobody reads here."""
    source = aliased(Point)
    suivies = {
        note.champ: select(getattr(source, note.champ)).where(source.id == point.id).scalar_subquery()
        for note in regles.GENRES.values()
    }
    ecrite = update(Point).where(Point.id == copie.id).values(suivies)
    unite().execute(ecrite, execution_options={"synchronize_session": False})
