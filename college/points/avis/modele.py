"""Tables of the advice sub-room."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.organisation.modele import Groupe, Service
from college.points.modele import Point, Revision

VALEURS = (
    "favorable",
    "favorable_avec_remarques",
    "reserve",
    "defavorable",
    "sans_objet",
    "remis_sans_avis",
)


class Avis(Cloisonne, Base):
    """An advice: asked of a group (or a service), with the text on which it was given.

    `recu_complet_le` starts the clock: an incomplete file does not (CDLD L1124-40), and `motif_incomplet` says
    what is missing. `brouillon` is hidden from others until the advice is given. `initiative`: given without being
    asked; `confidentiel`: read by those who work on the point only; `prolonge_de`: the first last day, once extended.
    """

    __tablename__ = "avis"
    __table_args__ = (
        CheckConstraint("(groupe_id IS NULL) <> (service_id IS NULL)", name="a_qui"),
        Index("ix_avis_point", "point_id"),
    )

    id: Mapped[cle]
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    groupe_id: Mapped[int | None] = mapped_column(ForeignKey("groupe.id"), index=True)
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    etape: Mapped[str | None] = mapped_column(String(60))
    obligatoire: Mapped[bool] = mapped_column(default=False)
    demande_le: Mapped[datetime]
    demande_par_id: Mapped[int]
    recu_complet_le: Mapped[datetime | None]
    echeance: Mapped[date | None]
    motif_incomplet: Mapped[str] = mapped_column(Text, default="")
    valeur: Mapped[str | None] = mapped_column(String(30))
    texte: Mapped[str] = mapped_column(Text, default="")
    brouillon: Mapped[str] = mapped_column(Text, default="")
    revision_id: Mapped[int | None] = mapped_column(ForeignKey("revision.id"), index=True)
    rendu_par_id: Mapped[int | None]
    rendu_par_nom: Mapped[str] = mapped_column(String(160), default="")
    rendu_le: Mapped[datetime | None]
    numero: Mapped[str] = mapped_column(String(20), default="")
    initiative: Mapped[bool] = mapped_column(default=False)
    confidentiel: Mapped[bool] = mapped_column(default=False)
    prolonge_de: Mapped[date | None]
    remplace_id: Mapped[int | None] = mapped_column(ForeignKey("avis.id"), index=True)
    point: Mapped[Point] = relationship()
    groupe: Mapped[Groupe | None] = relationship()
    service: Mapped[Service | None] = relationship()
    revision: Mapped[Revision | None] = relationship()
