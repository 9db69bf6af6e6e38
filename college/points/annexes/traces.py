"""Who read a confidential piece: each access stands in the journal, written before the bytes leave."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Response, after_this_request

from college import journal
from college.droits import Acteur
from college.points.annexes.modele import Annexe
from college.transaction import ecriture, unite


def tracer(qui: Acteur, pieces: Iterable[Annexe], par: str, **details: int) -> None:
    """Note that these pieces are read, once the page's own reading is over; an access that cannot be noted fails."""
    lues = [(piece.id, piece.point_id) for piece in pieces if piece.confidentielle]
    if not lues:
        return

    @after_this_request
    def noter(reponse: Response) -> Response:
        with ecriture():
            for numero, point_id in lues:
                piece = unite().get_one(Annexe, numero)
                journal.noter(qui, "annexe.consultee", piece, point=point_id, par=par, **details)
        return reponse
