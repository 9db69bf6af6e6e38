"""Table of the register of delegations of powers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.organisation.modele import Organe


class DelegationPouvoir(Cloisonne, Base):
    """One organe lets another decide a matter: under what article, by what act, up to what amount, when.

    `categories` are codes: a point of one of them is of this matter. `plafond` is an amount without VAT.
    """

    __tablename__ = "delegation_pouvoir"
    __table_args__ = (CheckConstraint("au IS NULL OR au >= du", name="dates"),)

    id: Mapped[cle]
    de_id: Mapped[int] = mapped_column(ForeignKey("organe.id"), index=True)
    vers_id: Mapped[int] = mapped_column(ForeignKey("organe.id"), index=True)
    matiere: Mapped[str] = mapped_column(String(300))
    categories: Mapped[list[Any]] = mapped_column(default=list)
    base: Mapped[str] = mapped_column(String(200), default="")
    acte: Mapped[str] = mapped_column(String(200), default="")
    acte_du: Mapped[date]
    plafond: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    du: Mapped[date]
    au: Mapped[date | None]
    de: Mapped[Organe] = relationship(foreign_keys=[de_id])
    vers: Mapped[Organe] = relationship(foreign_keys=[vers_id])
