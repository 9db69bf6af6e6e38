"""One writer at a time on what follows a decision."""

from __future__ import annotations

from typing import TypeVar

from college.base import Base
from college.transaction import unite

T = TypeVar("T", bound=Base)


def tenir(objet: T) -> T:
    """The row as it is once we hold it: others wait for the end of this unit, then read what was done.

    On SQLite a writing unit holds the whole file since its first statement.
    """
    unite().flush()
    unite().refresh(objet, with_for_update=True)
    return objet
