"""The audit journal: who did what to which object, when; chained by hash, so that tampering shows.

Entries are written in the act's own transaction; a background pass (`sceller`) then chains them by row
order, so that forty-five ballots do not queue behind one hash. `verifier` names the first bad entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text, func, select, text
from sqlalchemy.orm import Mapped, mapped_column

from college import horloge
from college.base import Base, Cloisonne, cle
from college.droits import Acteur
from college.transaction import unite

GENESE = "0" * 64


class EntreeJournal(Cloisonne, Base):
    """One line of the journal; `sceau` = SHA-256(previous seal ‖ canonical JSON of the line)."""

    __tablename__ = "journal"
    __table_args__ = (Index("ix_journal_objet", "objet_type", "objet_id"),)

    id: Mapped[cle]
    le: Mapped[datetime]
    acteur_id: Mapped[int]
    acteur: Mapped[str] = mapped_column(String(120))
    evenement: Mapped[str] = mapped_column(String(80))
    objet_type: Mapped[str] = mapped_column(String(40))
    objet_id: Mapped[int]
    details: Mapped[str] = mapped_column(Text, default="{}")
    sceau: Mapped[str | None] = mapped_column(String(64))


def noter(acteur: Acteur, evenement: str, objet: Any, /, **details: Any) -> None:
    """Leave the trace of an act. `details` are plain values; never a text of a person nor a secret vote."""
    session = unite()
    if objet.id is None:
        session.flush()
    session.add(
        EntreeJournal(
            institution_id=acteur.institution_id,
            le=horloge.maintenant(),
            acteur_id=acteur.agent_id,
            acteur=acteur.nom,
            evenement=evenement,
            objet_type=objet.__tablename__,
            objet_id=objet.id,
            details=json.dumps(details, ensure_ascii=False, sort_keys=True, default=str),
        )
    )


def sceau_de(precedent: str, entree: EntreeJournal) -> str:
    """The seal of an entry, from the former seal and the entry's canonical JSON."""
    champs = (entree.id, entree.institution_id, entree.le.isoformat(), entree.acteur_id, entree.acteur,
              entree.evenement, entree.objet_type, entree.objet_id, entree.details)  # fmt: skip
    canonique = json.dumps(champs, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256((precedent + canonique).encode()).hexdigest()


def sceller(limite: int = 5000) -> int:
    """Chain the entries not yet sealed, institution by institution, in row order; returns how many.

    On PostgreSQL the table is locked against writers for that instant: an entry whose number is taken but whose
    transaction is still open would otherwise be sealed after a later one, and the chain would not verify.
    """
    session = unite()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE journal IN SHARE ROW EXCLUSIVE MODE"))
    nouvelles = session.scalars(
        select(EntreeJournal).where(EntreeJournal.sceau.is_(None)).order_by(EntreeJournal.id).limit(limite)
    ).all()
    derniers: dict[int, str] = {}
    for entree in nouvelles:
        if entree.institution_id not in derniers:
            derniers[entree.institution_id] = _dernier_sceau(entree.institution_id)
        entree.sceau = derniers[entree.institution_id] = sceau_de(derniers[entree.institution_id], entree)
    return len(nouvelles)


def _dernier_sceau(institution_id: int) -> str:
    return (
        unite().scalar(
            select(EntreeJournal.sceau)
            .where(EntreeJournal.institution_id == institution_id, EntreeJournal.sceau.is_not(None))
            .order_by(EntreeJournal.id.desc())
            .limit(1)
        )
        or GENESE
    )


@dataclass(frozen=True)
class Verification:
    """What a verification found: entries read, not yet sealed, and the first bad one."""

    lues: int
    en_attente: int
    premiere_mauvaise: int | None

    @property
    def intacte(self) -> bool:
        """True when no sealed entry was changed, removed or moved."""
        return self.premiere_mauvaise is None


def replier(entrees: Iterable[EntreeJournal]) -> tuple[int, int | None]:
    """Fold sealed entries in their order: how many were read, and the first whose seal does not hold."""
    precedent, lues = GENESE, 0
    for entree in entrees:
        lues += 1
        if sceau_de(precedent, entree) != entree.sceau:
            return lues, entree.id
        precedent = entree.sceau
    return lues, None


def verifier(institution_id: int) -> Verification:
    """Fold the chain again and name the first entry whose seal does not hold."""
    lignes = unite().scalars(
        select(EntreeJournal)
        .where(EntreeJournal.institution_id == institution_id, EntreeJournal.sceau.is_not(None))
        .order_by(EntreeJournal.id)
    )
    lues, mauvaise = replier(lignes)
    if mauvaise is not None:
        return Verification(lues, 0, mauvaise)
    attente = unite().scalar(
        select(func.count())
        .select_from(EntreeJournal)
        .where(EntreeJournal.institution_id == institution_id, EntreeJournal.sceau.is_(None))
    )
    return Verification(lues, attente or 0, None)
