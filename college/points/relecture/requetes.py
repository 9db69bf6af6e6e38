"""Reading the suggestions and the threads of a point."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from college.points.etats import lu, texte
from college.points.modele import Point
from college.points.relecture.modele import Commentaire, Relecture
from college.points.relecture.regles import Suggestion, fils, suggestions, texte_seul
from college.points.revisions import RICHES
from college.transaction import unite


@dataclass(frozen=True)
class Fil:
    """One thread: what it is about, its messages, and whether its passage is still in the text."""

    cle: str
    messages: Sequence[Commentaire]
    ancre: bool

    @property
    def premier(self) -> Commentaire:
        return self.messages[0]


def relectures(point: Point) -> dict[str, Relecture]:
    """The marked texts of a point by field, of this text or of an earlier one."""
    dossier = lu(point)
    demande = select(Relecture).where(Relecture.point_id == point.id)
    return {relue.champ: relue for relue in (dossier.relectures if dossier else unite().scalars(demande))}


def en_vigueur(point: Point, relues: Mapping[str, Relecture]) -> dict[str, str]:
    """The marked texts that still say, marks aside, what the current revision says."""
    revision = texte(point)
    lus = {champ: relue.html for champ, relue in relues.items() if champ in RICHES}
    return {champ: html for champ, html in lus.items() if texte_seul(html) == getattr(revision, champ)}


def perimees(point: Point) -> set[str]:
    """The fields whose marks were made on a text that has changed since."""
    relues = relectures(point)
    return set(relues) - set(en_vigueur(point, relues))


def anterieures(point: Point, relues: Mapping[str, Relecture]) -> list[tuple[str, Suggestion]]:
    """(field, suggestion) of those made on a text that has changed under them."""
    vives = en_vigueur(point, relues)
    return [
        (champ, suggestion)
        for champ, relue in relues.items()
        if champ not in vives
        for suggestion in suggestions(relue.html).values()
    ]


def commentaires(point: Point) -> Sequence[Commentaire]:
    """Every message of a point, oldest first."""
    if dossier := lu(point):
        return list(dossier.commentaires)
    demande = select(Commentaire).where(Commentaire.point_id == point.id).order_by(Commentaire.id)
    return unite().scalars(demande.options(joinedload(Commentaire.auteur), joinedload(Commentaire.resolu_par))).all()


def fils_ouverts(point: Point) -> set[str]:
    """The threads that nobody has resolved: theirs are the anchors that a text keeps."""
    lus = unite().execute(select(Commentaire.fil, Commentaire.resolu_le).where(Commentaire.point_id == point.id)).all()
    return {fil for fil, _ in lus} - {fil for fil, resolu_le in lus if resolu_le}


def en_fils(messages: Sequence[Commentaire], textes: Mapping[str, str]) -> list[Fil]:
    """The threads in the order of their first message; those resolved come last."""
    ancres = {cle for html in textes.values() for cle in fils(html)}
    lots: dict[str, list[Commentaire]] = {}
    for message in messages:
        lots.setdefault(message.fil, []).append(message)
    tous = [Fil(cle, lot, cle in ancres) for cle, lot in lots.items()]
    return sorted(tous, key=lambda fil: fil.premier.resolu_le is not None)
