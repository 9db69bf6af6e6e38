"""Table of the templates of points."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.organisation.modele import Organe, Service


class ModelePoint(Cloisonne, Base):
    """What a point starts from. `contenu` holds fields of a `Saisie`, with {{ blanks }} that `variables` describe.

    No `service`: every service may take it. `recurrent`: a point is made of it for each new séance of its organe.
    """

    __tablename__ = "modele_point"
    __table_args__ = (UniqueConstraint("institution_id", "code"),)

    id: Mapped[cle]
    code: Mapped[str] = mapped_column(String(60))
    libelle: Mapped[str] = mapped_column(String(200))
    organe_id: Mapped[int] = mapped_column(ForeignKey("organe.id"), index=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    contenu: Mapped[dict[str, Any]] = mapped_column(default=dict)
    variables: Mapped[list[Any]] = mapped_column(default=list)
    recurrent: Mapped[bool] = mapped_column(default=False)
    actif: Mapped[bool] = mapped_column(default=True)
    rang: Mapped[int] = mapped_column(default=0)
    organe: Mapped[Organe] = relationship()
    service: Mapped[Service | None] = relationship()
