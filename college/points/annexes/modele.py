"""Tables of the annexes sub-room."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.points.modele import Point

ETATS_TEXTE = ("a_lire", "lu", "image", "a_reconnaitre", "reconnu", "echec")
TYPES = ("interne", "publiable", "a_signer", "integrante", "apres_decision")


class Annexe(Cloisonne, Base):
    """A file: bytes are in the store under `sha256`; `texte` its words once extracted.

    `etat_texte`: how its words were had (`ETATS_TEXTE`), empty where none are read.
    `cherche` is the same words without accents nor capitals, for the staff's search.
    """

    __tablename__ = "annexe"
    __table_args__ = (
        CheckConstraint(f"type IN {TYPES}", name="type"),
        CheckConstraint(f"etat_texte IN {('', *ETATS_TEXTE)}", name="etat_texte"),
        Index("ix_annexe_point", "point_id", "rang"),
    )

    id: Mapped[cle]
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    nom: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(20), default="interne")
    confidentielle: Mapped[bool] = mapped_column(default=False)
    a_imprimer: Mapped[bool] = mapped_column(default=False)
    rang: Mapped[int] = mapped_column(default=0)
    sha256: Mapped[str] = mapped_column(String(64))
    taille: Mapped[int]
    mime: Mapped[str] = mapped_column(String(120))
    pages: Mapped[int | None]
    texte: Mapped[str | None] = mapped_column(Text)
    cherche: Mapped[str] = mapped_column(Text, default="")
    etat_texte: Mapped[str] = mapped_column(String(20), default="")
    etat_antivirus: Mapped[str] = mapped_column(String(20), default="sain")
    deposee_par_id: Mapped[int]
    deposee_le: Mapped[datetime]
    retiree_le: Mapped[datetime | None]
    point: Mapped[Point] = relationship()
