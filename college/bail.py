"""Claims on the outbox: who works on a message, until when, and what became of it.

A claim is a lease on the system clock. Whoever holds it renews it; when a process is killed the lease runs out and
another one takes the message. Every change is one short transaction.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update

from college import horloge, reprises
from college.boite_envoi import Message, options
from college.transaction import ecriture, lecture, unite

VERROU = 0x636F6C6C  # PostgreSQL advisory lock: claims are made one after the other


@dataclass(frozen=True)
class Prise:
    """A claimed message, as plain data."""

    id: int
    sujet: str
    institution_id: int
    charge: dict[str, Any]
    tentatives: int


def _a_prendre(instant: datetime) -> Select[Message]:
    libre = and_(Message.etat == "a_faire", Message.pas_avant <= instant)
    orphelin = and_(Message.etat == "pris", Message.bail_jusqu_a < instant)
    return select(Message).where(or_(libre, orphelin)).order_by(Message.pas_avant, Message.id)


def prendre(message_id: int | None = None, sujet: str | None = None) -> Prise | None:
    """Claim one message that is due (that very one, or one of that subject), or None."""
    if message_id is None and sujet is None and not restent():
        return None  # a look without the writer's lock: an idle turn disturbs nobody
    with ecriture() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(select(func.pg_advisory_xact_lock(VERROU)))
        instant = horloge.systeme()
        choix = _sans_les_occupes(_a_prendre(instant), instant)
        if message_id is not None:
            choix = choix.where(Message.id == message_id)
        if sujet is not None:
            choix = choix.where(Message.sujet == sujet)
        message = session.scalars(choix.limit(1)).first()
        if message is None:
            return None
        message.etat, message.bail_jusqu_a = "pris", instant + reprises.BAIL
        message.tentatives += 1
        return Prise(message.id, message.sujet, message.institution_id, message.charge, message.tentatives)


def _sans_les_occupes(choix: Select[Message], instant: datetime) -> Select[Message]:
    """Subjects that work one message at a time wait while one of theirs is held."""
    seuls = [sujet for sujet in _sujets_occupes(instant) if options(sujet).seul]
    return choix.where(Message.sujet.not_in(seuls)) if seuls else choix


def _sujets_occupes(instant: datetime) -> list[str]:
    occupes = select(Message.sujet).where(Message.etat == "pris", Message.bail_jusqu_a >= instant).distinct()
    return list(unite().scalars(occupes))


def restent() -> bool:
    """Is anything due?"""
    with lecture() as session:
        return session.scalar(_a_prendre(horloge.systeme()).with_only_columns(Message.id).limit(1)) is not None


def dus(limite: int) -> list[tuple[int, int]]:
    """(id, tries) of messages that are due, oldest first: what is handed to RQ."""
    with lecture() as session:
        choix = _a_prendre(horloge.systeme()).with_only_columns(Message.id, Message.tentatives)
        return [(ligne.id, ligne.tentatives) for ligne in session.execute(choix.limit(limite))]


def renouveler(ids: list[int]) -> None:
    """Keep the claims on messages that are still being worked on."""
    with ecriture() as session:
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
    with ecriture() as session:
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
