"""The house's clauses: kept by the secretary, offered to one service or to all."""

from __future__ import annotations

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.organisation.modele import Service


class Clause(Cloisonne, Base):
    """A clause by its name; `service_id` empty: for every service. Withdrawn ones are no longer offered."""

    __tablename__ = "clause"

    id: Mapped[cle]
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    nom: Mapped[str] = mapped_column(String(80))
    texte: Mapped[str] = mapped_column(Text)
    rang: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)
    service: Mapped[Service | None] = relationship()
