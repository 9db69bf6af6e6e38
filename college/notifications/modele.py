"""Table of the notifications room: one row a person and a thing to tell."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.organisation.modele import Agent
from college.points.modele import Point

GENRES = ("a_viser", "avis_attendu", "echeance", "renvoye", "avis_rendu", "inscrit", "decide", "retire", "copie")


class Notification(Cloisonne, Base):
    """What to tell to one agent of one point. Who may no longer read the point sees nothing of it.

    `reglee_le`: what it asked for was done, by this person or another. `envoyee_le`: told by mail.
    """

    __tablename__ = "notification"
    __table_args__ = (
        CheckConstraint(f"genre IN {GENRES}", name="genre"),
        Index("ix_notification_ouverte", "agent_id", "reglee_le", "lue_le"),
        Index("ix_notification_point", "point_id", "agent_id"),
        Index("ix_notification_a_envoyer", "envoyee_le", "agent_id"),
    )

    id: Mapped[cle]
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    genre: Mapped[str] = mapped_column(String(20))
    etape: Mapped[str] = mapped_column(String(60), default="")
    acteur_nom: Mapped[str] = mapped_column(String(160), default="")
    commentaire: Mapped[str] = mapped_column(Text, default="")
    le: Mapped[datetime]
    lue_le: Mapped[datetime | None]
    reglee_le: Mapped[datetime | None]
    envoyee_le: Mapped[datetime | None]
    point: Mapped[Point] = relationship()
    agent: Mapped[Agent] = relationship()
