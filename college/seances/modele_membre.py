"""What belongs to one member: items filed, private notes, what was read, the dossier made for him."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.organisation.modele import Mandataire
from college.points.modele import Point
from college.seances.modele import Seance

DEPOTS = ("point", "interpellation", "question")
ETATS_DOSSIER = ("en_file", "en_cours", "pret", "echec")


class Depot(Cloisonne, Base):
    """An item that a member (or, for an interpellation, an inhabitant) files for a séance, and when it came.

    `demandeur` is the inhabitant as the law asks: name, address, date of birth; never published.
    """

    __tablename__ = "depot"
    __table_args__ = (CheckConstraint(f"genre IN {DEPOTS}", name="genre"),)

    id: Mapped[cle]
    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id"), index=True)
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), unique=True)
    mandataire_id: Mapped[int | None] = mapped_column(ForeignKey("mandataire.id"), index=True)
    genre: Mapped[str] = mapped_column(String(20))
    demandeur: Mapped[dict[str, Any]] = mapped_column(default=dict)
    depose_le: Mapped[datetime]
    point: Mapped[Point] = relationship()
    seance: Mapped[Seance] = relationship()
    mandataire: Mapped[Mandataire | None] = relationship()


class Annotation(Cloisonne, Base):
    """A member's note on a point, sealed with the house's secret; shared with his political group if he wants.

    Nobody else reads it, whatever the rights; it is in no journal and no export; it goes with the mandate.
    """

    __tablename__ = "annotation"
    __table_args__ = (Index("ix_annotation_point_mandataire", "point_id", "mandataire_id"),)

    id: Mapped[cle]
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    organe_id: Mapped[int] = mapped_column(ForeignKey("organe.id"), index=True)
    mandataire_id: Mapped[int] = mapped_column(ForeignKey("mandataire.id"), index=True)
    groupe: Mapped[str] = mapped_column(String(60), default="")
    texte: Mapped[bytes] = mapped_column(LargeBinary)
    le: Mapped[datetime]
    mandataire: Mapped[Mandataire] = relationship()


class LecturePoint(Cloisonne, Base):
    """What a member last read of a point: its text and its pieces. His own business, shown to him alone."""

    __tablename__ = "lecture_point"
    __table_args__ = (UniqueConstraint("mandataire_id", "point_id"),)

    id: Mapped[cle]
    mandataire_id: Mapped[int] = mapped_column(ForeignKey("mandataire.id"))
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)
    empreinte: Mapped[str] = mapped_column(String(64))
    le: Mapped[datetime]


class DossierMembre(Cloisonne, Base):
    """The dossier of a séance in one file, made for one person, with what that person may read."""

    __tablename__ = "dossier_membre"
    __table_args__ = (
        CheckConstraint(f"etat IN {ETATS_DOSSIER}", name="etat"),
        Index("ix_dossier_membre_seance", "seance_id", "agent_id"),
    )

    id: Mapped[cle]
    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), index=True)
    genre: Mapped[str] = mapped_column(String(10), default="pdf")
    points: Mapped[list[Any]] = mapped_column(default=list)
    annexes: Mapped[str] = mapped_column(String(10), default="imprimer")
    etat: Mapped[str] = mapped_column(String(10), default="en_file")
    progression: Mapped[int] = mapped_column(default=0)
    erreur: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    demande_le: Mapped[datetime]
    fini_le: Mapped[datetime | None]
