"""Table of the observations made on minutes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.seances.modele import Inscription, Seance

PARTIES = ("publique", "huis_clos", "integrale")


class ObservationPv(Cloisonne, Base):
    """What a member finds wrong in minutes; adopted or not by the organe (`adoptee` None: not settled yet).

    `au_lieu_de` and `lire` correct the words themselves; without them the observation is only printed.
    """

    __tablename__ = "observation_pv"
    __table_args__ = (CheckConstraint(f"partie IN {PARTIES}", name="partie"),)

    id: Mapped[cle]
    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id"), index=True)
    partie: Mapped[str] = mapped_column(String(20), default="publique")
    inscription_id: Mapped[int | None] = mapped_column(ForeignKey("inscription.id"), index=True)
    auteur: Mapped[str] = mapped_column(String(160), default="")
    texte: Mapped[str] = mapped_column(Text)
    au_lieu_de: Mapped[str] = mapped_column(Text, default="")
    lire: Mapped[str] = mapped_column(Text, default="")
    adoptee: Mapped[bool | None]
    le: Mapped[datetime]
    seance: Mapped[Seance] = relationship()
    inscription: Mapped[Inscription | None] = relationship()
