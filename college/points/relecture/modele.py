"""Tables of the reading-over: a text with its marks, and what was said of its passages."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.organisation.modele import Agent


class Relecture(Cloisonne, Base):
    """A text of a point with its suggestions and the anchors of its comments; the revision holds the text alone."""

    __tablename__ = "relecture"
    __table_args__ = (UniqueConstraint("point_id", "champ"),)

    id: Mapped[cle]
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    champ: Mapped[str] = mapped_column(String(20))
    html: Mapped[str] = mapped_column(Text)
    modifie_le: Mapped[datetime]


class Commentaire(Cloisonne, Base):
    """One message on a passage; those of one thread share `fil`. Never deleted: resolved, with its date."""

    __tablename__ = "commentaire"
    __table_args__ = (Index("ix_commentaire_point", "point_id", "id"),)

    id: Mapped[cle]
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    champ: Mapped[str] = mapped_column(String(20))
    fil: Mapped[str] = mapped_column(String(40))
    citation: Mapped[str] = mapped_column(String(300), default="")
    texte: Mapped[str] = mapped_column(Text)
    auteur_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), index=True)
    le: Mapped[datetime]
    resolu_le: Mapped[datetime | None]
    resolu_par_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"), index=True)
    auteur: Mapped[Agent] = relationship(foreign_keys=[auteur_id])
    resolu_par: Mapped[Agent | None] = relationship(foreign_keys=[resolu_par_id])
