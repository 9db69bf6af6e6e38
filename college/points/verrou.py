"""One writer at a time on a point: the chain is folded from what is there, so it must be what is there."""

from __future__ import annotations

from college.base import Base
from college.points.modele import Point
from college.transaction import unite


def tenir(point: Point, *lus: Base) -> None:
    """Others wait for the end of this unit; who waited reads again what was done, `lus` included.

    On SQLite a writing unit holds the whole file since its first statement: what it read is what there is.
    """
    if unite().get_bind().dialect.name == "sqlite":
        return
    unite().flush()
    lue = point.version
    unite().refresh(point, ["version"], with_for_update=True)
    if point.version != lue:
        unite().expire_all()
    for objet in lus:
        unite().refresh(objet)
