"""Housekeeping that nobody asks for: seal the journal, forget messages done long ago. Run by the dispatcher."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, text

from college import horloge, journal
from college.boite_envoi import Message, periodique
from college.journal import EntreeJournal
from college.transaction import ecriture, lecture

GARDE = timedelta(days=30)


@periodique(10)
def sceller_le_journal() -> None:
    """Chain the new entries behind the backs of those who write (votes must not queue for a seal).

    On PostgreSQL the table is locked against writers for that instant: an entry whose number is taken but whose
    transaction is still open would otherwise be sealed after a later one, and the chain would not verify.
    """
    with lecture() as session:
        if session.scalar(select(EntreeJournal.id).where(EntreeJournal.sceau.is_(None)).limit(1)) is None:
            return
    with ecriture() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.execute(text("LOCK TABLE journal IN SHARE ROW EXCLUSIVE MODE"))
        journal.sceller()


@periodique(3600)
def oublier_les_messages_faits() -> None:
    """Messages done a month ago go; those with a key of their own stay, for they say « never again »."""
    with ecriture() as session:
        session.execute(
            delete(Message).where(
                Message.etat == "fait",
                Message.cle_unique.is_(None),
                Message.fini_le < horloge.systeme() - GARDE,
            )
        )
