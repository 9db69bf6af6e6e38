"""Claims on the outbox: who works on a message, until when, and what became of it.

A claim is a lease on the system clock. Whoever holds it renews it; when a process is killed the lease runs out and
another one takes the message. Every change is one short transaction, which need not reach the disk at once: after a
power cut the work would be done again, and handlers may be done again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningUpdate

from college import horloge, reprises
from college.boite_envoi import GESTIONNAIRES, Message, options
from college.transaction import ecriture, lecture

VERROU = 0x636F6C6C  # PostgreSQL advisory lock: claims are made one after the other
INSTANT: BindParameter[datetime] = bindparam("instant", type_=Message.pas_avant.type)


@dataclass(frozen=True)
class Prise:
    """A claimed message, as plain data."""

    id: int
    sujet: str
    institution_id: int
    charge: dict[str, Any]
    tentatives: int


def _dus(instant: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    libre = and_(Message.etat == "a_faire", Message.pas_avant <= instant)
    orphelin = and_(Message.etat == "pris", Message.bail_jusqu_a < instant)
    return or_(libre, orphelin)


def _a_prendre(instant: datetime | BindParameter[datetime]) -> Select[Message]:
    return select(Message).where(_dus(instant)).order_by(Message.pas_avant, Message.id)


def prendre(message_id: int | None = None, sujet: str | None = None) -> Prise | None:
    """Claim one message that is due (that very one, or one of that subject), or None.

    Chosen by a look without the writer's lock, so that an idle turn disturbs nobody; claimed only if still free.
    """
    while (choisi := _choisir(message_id, sujet)) is not None:
        if (prise := _reserver(choisi)) is not None:
            return prise
    return None


def _choisir(message_id: int | None = None, sujet: str | None = None) -> int | None:
    demande = _choix(message_id is not None, sujet is not None)
    with lecture() as session:
        return session.scalar(demande, {**_valeurs(), "lequel": message_id, "du_sujet": sujet})


@cache
def _choix(par_id: bool, par_sujet: bool) -> Select[int]:
    """Written once: it is asked at each commit and each second."""
    choix = _a_prendre(INSTANT).with_only_columns(Message.id).where(_pas_occupe())
    if par_id:
        choix = choix.where(Message.id == bindparam("lequel"))
    if par_sujet:
        choix = choix.where(Message.sujet == bindparam("du_sujet"))
    return choix.limit(1)


def _valeurs() -> dict[str, Any]:
    seuls = [sujet for sujet in GESTIONNAIRES if options(sujet).seul]
    return {"instant": horloge.systeme(), "seuls": seuls}


def _reserver(message_id: int) -> Prise | None:
    with ecriture(grave=False) as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(select(func.pg_advisory_xact_lock(VERROU)))
        valeurs = _valeurs()
        jusque = valeurs["instant"] + reprises.BAIL
        pris = session.execute(
            _reservation(),
            {**valeurs, "lequel": message_id, "jusque": jusque},
            execution_options={"synchronize_session": False},
        ).first()
        return None if pris is None else Prise(*pris)


@cache
def _reservation() -> ReturningUpdate[tuple[int, str, int, dict[str, Any], int]]:
    return (
        update(Message)
        .where(Message.id == bindparam("lequel"), _dus(INSTANT), _pas_occupe())
        .values(etat="pris", bail_jusqu_a=bindparam("jusque"), tentatives=Message.tentatives + 1)
        .returning(Message.id, Message.sujet, Message.institution_id, Message.charge, Message.tentatives)
    )


def _pas_occupe() -> ColumnElement[bool]:
    """Subjects that work one message at a time wait while one of theirs is held."""
    autre = aliased(Message)
    seuls: BindParameter[list[str]] = bindparam("seuls", expanding=True)
    occupes = select(autre.sujet).where(autre.etat == "pris", autre.bail_jusqu_a >= INSTANT, autre.sujet.in_(seuls))
    return Message.sujet.not_in(occupes)


def restent() -> bool:
    """Is there anything that could be taken now?"""
    return _choisir() is not None


def dus(limite: int) -> list[tuple[int, int]]:
    """(id, tries) of messages that are due, oldest first: what is handed to RQ."""
    with lecture() as session:
        choix = _a_prendre(horloge.systeme()).with_only_columns(Message.id, Message.tentatives)
        return [(ligne.id, ligne.tentatives) for ligne in session.execute(choix.limit(limite))]


def renouveler(ids: list[int]) -> None:
    """Keep the claims on messages that are still being worked on."""
    with ecriture(grave=False) as session:
        jusque = horloge.systeme() + reprises.BAIL
        session.execute(update(Message).where(Message.id.in_(ids), Message.etat == "pris").values(bail_jusqu_a=jusque))


def finir(prise: Prise) -> None:
    """The work is done."""
    _solder(prise, etat="fait", fini_le=horloge.systeme(), bail_jusqu_a=None, erreur=None)


def echouer(prise: Prise, erreur: str) -> datetime:
    """The work failed and will be tried again; returns when."""
    quand = reprises.prochaine(horloge.systeme(), prise.tentatives)
    _solder(prise, etat="a_faire", pas_avant=quand, bail_jusqu_a=None, erreur=erreur[:4000])
    return quand


def mettre_au_rebut(prise: Prise, erreur: str) -> None:
    """The work will not be tried again unless a person asks (`college envois rejouer`)."""
    _solder(prise, etat="mort", fini_le=horloge.systeme(), bail_jusqu_a=None, erreur=erreur[:4000])


def _solder(prise: Prise, **valeurs: Any) -> None:
    """Only the holder's own claim is closed: a late process does not undo what its successor did."""
    with ecriture(grave=False) as session:
        session.execute(
            update(Message)
            .where(Message.id == prise.id, Message.etat == "pris", Message.tentatives == prise.tentatives)
            .values(**valeurs)
        )


def rejouer(message_id: int | None = None) -> int:
    """Give dead messages (or one of them) a new life; returns how many."""
    with ecriture() as session:
        morts = update(Message).where(Message.etat == "mort")
        if message_id:
            morts = morts.where(Message.id == message_id)
        resultat = session.execute(
            morts.values(etat="a_faire", tentatives=0, pas_avant=horloge.systeme(), fini_le=None)
        )
        return int(resultat.rowcount)  # type: ignore[attr-defined]


def etat() -> dict[str, int]:
    """How many messages are in each state."""
    with lecture() as session:
        lignes = session.execute(select(Message.etat, func.count()).group_by(Message.etat))
        return {ligne[0]: ligne[1] for ligne in lignes}
