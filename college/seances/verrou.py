"""One writer at a time on a séance, and the news of what he changed.

On PostgreSQL the séance has a door (an advisory lock): who writes it holds it alone, who casts a ballot shares it.
The row's own shared lock would not do: FOR KEY SHARE is lost when it is taken while somebody else's update of that row
moves it out of its page (seen with PostgreSQL 18: a ballot acknowledged and not counted, once in a thousand closes).
The door is fair too: a close that waits lets no later ballot pass before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, func, literal, select, update
from sqlalchemy.orm.attributes import InstrumentedAttribute, set_committed_value

from college.seances.modele import Scrutin, Seance
from college.seances.sonnette import Coup, prevenir
from college.transaction import unite

PORTE = literal(0, Integer)  # no agent has this number


def verrouiller(seance: Seance, *, bulletin: bool = False) -> None:
    """Others wait, then read again what was done meanwhile. Always taken first, before any line or vote, so that
    two writers never wait for each other. `bulletin`: what `accompagner` took is enough.

    On SQLite a writing unit holds the whole file since its first statement: what it read is what there is.
    """
    if unite().get_bind().dialect.name == "sqlite":
        return
    unite().flush()  # what is pending must not be lost by reading again
    if seance.id in _tenues() or (bulletin and seance.id in _accompagnees()):
        return
    _tenues().add(seance.id)
    unite().execute(_A_LA_PORTE, {"seance": seance.id})
    lue = (seance.version, seance.revision)
    unite().refresh(seance, ["version", "revision", "etat"])
    if (seance.version, seance.revision) != lue:
        unite().expire_all()  # somebody went before us: what we had read is stale


def prendre(trouver: Select[int], valeurs: Mapping[str, Any]) -> None:
    """The same lock on the séance that `trouver` names, before anything of it is read: whoever waits has then nothing
    to read again."""
    if unite().get_bind().dialect.name == "sqlite":
        return
    tenue = unite().scalar(trouver.add_columns(_seul(Seance.id)), valeurs)
    if tenue is not None:
        _tenues().add(tenue)


def accompagner(trouver: Select[int], valeurs: Mapping[str, Any], agent_id: int) -> None:
    """Members who vote at once go side by side: a ballot shares the séance with the others and keeps out every act
    that locks it; two ballots of one person come one after the other."""
    if unite().get_bind().dialect.name == "sqlite":
        return
    a_mon_tour = func.pg_advisory_xact_lock(Seance.id, bindparam("agent", type_=Integer))
    demande = trouver.add_columns(func.pg_advisory_xact_lock_shared(Seance.id, PORTE), a_mon_tour)
    accompagnee = unite().scalar(demande, {**valeurs, "agent": agent_id})
    if accompagnee is not None:
        _accompagnees().add(accompagnee)


def _seul(seance_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[Any]:
    """Nobody else at this séance's door, until the end of the unit of work."""
    return func.pg_advisory_xact_lock(seance_id, PORTE)


def _tenues() -> set[int]:
    """The séances that this unit of work has locked."""
    tenues: set[int] = unite().info.setdefault("seances_verrouillees", set())
    return tenues


def _accompagnees() -> set[int]:
    """The séances on which this unit of work may cast a ballot, beside others."""
    accompagnees: set[int] = unite().info.setdefault("seances_accompagnees", set())
    return accompagnees


def toucher(seance: Seance, ordre_du_jour: bool = False) -> None:
    """A change that live screens must show; `ordre_du_jour` also makes the agenda's ETag new."""
    seance.revision += 1
    if ordre_du_jour:
        seance.version += 1
    prevenir(unite(), seance.id, Coup(seance.revision))


def un_a_la_fois(vote: Scrutin) -> None:
    """The urn of a secret vote is written again with each ballot: these wait for each other."""
    unite().execute(select(Scrutin.id).where(Scrutin.id == vote.id).with_for_update(key_share=True))


def compter(vote: Scrutin, nouveau: int, *, discret: bool) -> None:
    """One ballot came in: the count and the revision grow where they stand, since others vote meanwhile. Called last:
    only from here to the commit do ballots wait for each other.

    The bell may say how many have voted, unless the count is not for everybody (`discret`).
    """
    unite().flush()
    votants = unite().scalar(_VOTANTS, {"cible": vote.id, "nouveau": nouveau}, execution_options=_TEL_QUEL)
    revision = unite().scalar(_REVISION, {"cible": vote.seance_id}, execution_options=_TEL_QUEL)
    assert votants is not None and revision is not None
    set_committed_value(vote, "votants", votants)
    set_committed_value(vote.seance, "revision", revision)
    prevenir(unite(), vote.seance_id, Coup(revision) if discret else Coup(revision, vote.id, votants))


_A_LA_PORTE = select(_seul(bindparam("seance", type_=Integer)))
_TEL_QUEL = {"synchronize_session": False}
_VOTANTS = (
    update(Scrutin)
    .where(Scrutin.id == bindparam("cible"))
    .values(votants=Scrutin.votants + bindparam("nouveau"))
    .returning(Scrutin.votants)
)
_REVISION = (
    update(Seance)
    .where(Seance.id == bindparam("cible"))
    .values(revision=Seance.revision + 1)
    .returning(Seance.revision)
)
