"""Housekeeping that nobody asks for: seal the journal, forget messages done long ago. Run by the dispatcher."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, select, text
from sqlalchemy.exc import OperationalError

from college import horloge, journal
from college.boite_envoi import Message, periodique
from college.journal import EntreeJournal
from college.transaction import ecriture, lecture

GARDE = timedelta(days=30)
PATIENCE = 300  # milliseconds that a seal may keep writers waiting behind it
VERROU_TENU = "55P03"  # lock_not_available


@periodique(10)
def sceller_le_journal() -> None:
    """Chain the new entries behind the backs of those who write (votes must not queue for a seal).

    On PostgreSQL sealing waits for the writers under way, and those who come after wait behind it: when one of them
    is long (a large import), it gives its place up and comes back at the next turn.
    """
    with lecture() as session:
        if session.scalar(select(EntreeJournal.id).where(EntreeJournal.sceau.is_(None)).limit(1)) is None:
            return
    try:
        with ecriture() as session:
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text(f"SET LOCAL lock_timeout = '{PATIENCE}ms'"))
            journal.sceller()
    except OperationalError as erreur:
        if getattr(erreur.orig, "sqlstate", None) != VERROU_TENU:
            raise


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
