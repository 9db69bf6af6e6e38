"""Table of the tables: one a point."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from college.base import Base, Cloisonne, cle


class Tableau(Cloisonne, Base):
    """The lines that a point decides, as imported. `exceptions` are numbers of lines that are not approved.

    `montants` is the place of the column that is totalled; `annonce` the total that the accounting printed.
    """

    __tablename__ = "tableau_point"

    id: Mapped[cle]
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), unique=True)
    nom: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    colonnes: Mapped[list[Any]] = mapped_column(default=list)
    lignes: Mapped[list[Any]] = mapped_column(default=list)
    montants: Mapped[int | None]
    annonce: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    exceptions: Mapped[list[Any]] = mapped_column(default=list)
    importe_par_id: Mapped[int]
    importe_le: Mapped[datetime]
