"""The transactional outbox: what follows an act, written in the act's own transaction.

Rows are the truth; a dispatcher (`college.repartiteur`: threads, or RQ workers) claims them by lease and runs the
handler registered under `sujet`. Handlers take ids and are idempotent: a message may come twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from college import horloge
from college.base import Base, Cloisonne, cle
from college.transaction import A_REVEILLER, unite

ETATS = ("a_faire", "pris", "fait", "mort")


class Message(Cloisonne, Base):
    """One thing to do after commit. `pas_avant` and `bail_jusqu_a` are on the system clock."""

    __tablename__ = "boite_envoi"
    __table_args__ = (
        CheckConstraint(f"etat IN {ETATS}", name="etat"),
        Index("ix_boite_envoi_a_prendre", "etat", "pas_avant"),
    )

    id: Mapped[cle]
    sujet: Mapped[str] = mapped_column(String(60))
    charge: Mapped[dict[str, Any]]
    cle_unique: Mapped[str | None] = mapped_column(String(160), unique=True)
    etat: Mapped[str] = mapped_column(String(10), default="a_faire")
    tentatives: Mapped[int] = mapped_column(default=0)
    depose_le: Mapped[datetime]
    pas_avant: Mapped[datetime]
    bail_jusqu_a: Mapped[datetime | None]
    fini_le: Mapped[datetime | None]
    erreur: Mapped[str | None] = mapped_column(Text)


def deposer(
    sujet: str,
    institution_id: int,
    cle_unique: str | None = None,
    pas_avant: datetime | None = None,
    **charge: Any,
) -> Message | None:
    """Leave a message for after the commit; with `cle_unique`, at most once for ever.

    Returns None when a message with that key is already there.
    """
    if cle_unique and unite().scalar(select(Message.id).where(Message.cle_unique == cle_unique)):
        return None
    instant = horloge.systeme()
    message = Message(
        sujet=sujet,
        institution_id=institution_id,
        charge=charge,
        cle_unique=cle_unique,
        depose_le=instant,
        pas_avant=pas_avant or instant,
    )
    unite().add(message)
    unite().info[A_REVEILLER] = True
    return message


def deposer_un_seul(sujet: str, institution_id: int) -> None:
    """Leave a message without content unless one already waits: for work that takes all there is at once."""
    attend = select(Message.id).where(
        Message.etat == "a_faire",
        Message.sujet == sujet,
        Message.institution_id == institution_id,
        Message.pas_avant <= horloge.systeme(),
    )
    if unite().scalar(attend.limit(1)) is None:
        deposer(sujet, institution_id)


def reprendre(cle_unique: str) -> bool:
    """Do a waiting or dead message now, because a person asks; False when there is none (or it is being done)."""
    message = unite().scalar(select(Message).where(Message.cle_unique == cle_unique))
    if message is None or message.etat not in ("a_faire", "mort"):
        return False
    message.etat, message.pas_avant, message.tentatives, message.fini_le = "a_faire", horloge.systeme(), 0, None
    unite().info[A_REVEILLER] = True
    return True


Gestionnaire = Callable[..., None]
Periodique = Callable[[], Any]
GESTIONNAIRES: dict[str, Gestionnaire] = {}
PERIODIQUES: dict[Periodique, float] = {}


class Abandon(Exception):
    """Raised by a handler when trying again cannot help: the message is put aside at once."""


@dataclass(frozen=True)
class Options:
    """How a subject is run: tries before giving up, one message at a time, what to do when given up, and the seconds
    that the dispatcher lets pass between two runs: what comes meanwhile is done in one go.

    `abandon(institution_id, phrase, **charge)` writes the failure where a person sees it.
    """

    essais: int = 12
    seul: bool = False
    abandon: Callable[..., None] | None = None
    souffle: float = 0.0


_options: dict[str, Options] = {}


def options(sujet: str) -> Options:
    """How the subject is run."""
    return _options.get(sujet, Options())


def gestionnaire(
    sujet: str,
    *,
    essais: int = 12,
    seul: bool = False,
    abandon: Callable[..., None] | None = None,
    souffle: float = 0.0,
) -> Callable[[Gestionnaire], Gestionnaire]:
    """Register the handler of a subject: `handler(institution_id, **charge)`, outside any transaction.

    It opens its own short `lecture()`/`ecriture()` and is idempotent: the message may come twice.
    """

    def enregistrer(fonction: Gestionnaire) -> Gestionnaire:
        if GESTIONNAIRES.get(sujet, fonction) is not fonction:
            raise ValueError(f"Two handlers for the subject {sujet}")
        GESTIONNAIRES[sujet] = fonction
        _options[sujet] = Options(essais, seul, abandon, souffle)
        return fonction

    return enregistrer


def periodique(secondes: float) -> Callable[[Periodique], Periodique]:
    """Run a function without arguments at about this interval (system clock), outside any transaction.

    It may run in several processes at once: it is short, idempotent, and leaves real work in the outbox.
    """

    def enregistrer(fonction: Periodique) -> Periodique:
        PERIODIQUES[fonction] = secondes
        return fonction

    return enregistrer
