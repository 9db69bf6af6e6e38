"""The one table of the API: answers kept for `Idempotency-Key`."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from college.base import Base, Cloisonne, cle
from college.horloge import systeme


class ReponseGardee(Cloisonne, Base):
    """The answer given to a POST that carried a key: its repetition gets the same, without acting again."""

    __tablename__ = "api_reponse_gardee"
    __table_args__ = (UniqueConstraint("agent_id", "cle"),)

    id: Mapped[cle]
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"))
    cle: Mapped[str] = mapped_column(String(200))
    empreinte: Mapped[str] = mapped_column(String(64))
    statut: Mapped[int] = mapped_column(default=0)
    corps: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    entetes: Mapped[str] = mapped_column(String(2000), default="{}")
    le: Mapped[datetime] = mapped_column(default=systeme, index=True)
