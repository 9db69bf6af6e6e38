"""One writer at a time on a séance, and the news of what he changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select

from college.seances.modele import Scrutin, Seance
from college.seances.sonnette import Coup, prevenir
from college.transaction import unite


def verrouiller(seance: Seance) -> None:
    """Others wait, then read again what was done meanwhile. Always taken first, before any line or vote, so that
    two writers never wait for each other.

    On SQLite a writing unit holds the whole file since its first statement: what it read is what there is.
    """
    if unite().get_bind().dialect.name == "sqlite":
        return
    unite().flush()  # what is pending must not be lost by reading again
    if seance.id in _tenues():
        return
    _tenues().add(seance.id)
    lue = (seance.version, seance.revision)
    unite().refresh(seance, ["version", "revision", "etat"], with_for_update=True)
    if (seance.version, seance.revision) != lue:
        unite().expire_all()  # somebody went before us: what we had read is stale


def prendre(trouver: Select[int], valeurs: Mapping[str, Any]) -> None:
    """The same lock on the séance that `trouver` names (FOR UPDATE), before anything of it is read: when dozens vote at
    once, each would otherwise wait, then read all again."""
    if unite().get_bind().dialect.name == "sqlite":
        return
    tenue = unite().scalar(trouver, valeurs)
    if tenue is not None:
        _tenues().add(tenue)


def _tenues() -> set[int]:
    """The séances that this unit of work has locked."""
    tenues: set[int] = unite().info.setdefault("seances_verrouillees", set())
    return tenues


def toucher(seance: Seance, ordre_du_jour: bool = False, bulletin: Scrutin | None = None) -> None:
    """A change that live screens must show; `ordre_du_jour` also makes the agenda's ETag new.

    `bulletin`: nothing changed but the number of those who voted, which the bell may then say.
    """
    seance.revision += 1
    if ordre_du_jour:
        seance.version += 1
    coup = Coup(seance.revision, bulletin.id, bulletin.votants) if bulletin else Coup(seance.revision)
    prevenir(unite(), seance.id, coup)
