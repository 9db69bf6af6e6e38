"""Tables of the suites room: a row for each letter to send, each task, each measure, each attendance sheet."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.actes.modele import Acte, Document
from college.base import Base, Cloisonne, cle
from college.organisation.modele import Organe, Service
from college.points.modele import Point
from college.seances.modele import Inscription, Seance

CANAUX = ("courriel", "recommande", "simple", "ebox", "main_propre")
GENRES = ("service", "demandeur", "tiers", "autorite")
PIECES = ("notification", "extrait", "releve", "bordereau")
ETATS_EXPEDITION = ("a_expedier", "expediee", "recue", "retournee", "sans_suite")
ETATS_TACHE = ("a_faire", "faite", "sans_suite")
GENRES_TACHE = ("charge", "principe")
CONFIRMATIONS = ("sans_objet", "a_confirmer", "confirmee", "caduque")


class Expedition(Cloisonne, Base):
    """One piece to one addressee by one channel, with its proof; prepared by itself when the texts are settled."""

    __tablename__ = "expedition"
    __table_args__ = (
        UniqueConstraint("inscription_id", "destinataire", "piece"),
        CheckConstraint(f"canal IN {CANAUX}", name="canal"),
        CheckConstraint(f"etat IN {ETATS_EXPEDITION}", name="etat"),
        CheckConstraint(f"piece IN {PIECES}", name="piece"),
        Index("ix_expedition_etat", "institution_id", "etat"),
    )

    id: Mapped[cle]
    seance_id: Mapped[int | None] = mapped_column(ForeignKey("seance.id"), index=True)
    inscription_id: Mapped[int | None] = mapped_column(ForeignKey("inscription.id"))
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"), index=True)
    acte_id: Mapped[int | None] = mapped_column(ForeignKey("acte.id"), index=True)
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    genre: Mapped[str] = mapped_column(String(20), default="tiers")
    destinataire: Mapped[str] = mapped_column(String(200))
    adresse: Mapped[str] = mapped_column(Text, default="")
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    canal: Mapped[str] = mapped_column(String(20), default="simple")
    piece: Mapped[str] = mapped_column(String(20), default="notification")
    etat: Mapped[str] = mapped_column(String(20), default="a_expedier")
    numero_recommande: Mapped[str] = mapped_column(String(40), default="")
    expedie_le: Mapped[date | None]
    recu_le: Mapped[date | None]
    recours_le: Mapped[date | None]
    preuve: Mapped[str] = mapped_column(Text, default="")
    cree_le: Mapped[datetime]
    seance: Mapped[Seance | None] = relationship()
    inscription: Mapped[Inscription | None] = relationship()
    point: Mapped[Point | None] = relationship()
    acte: Mapped[Acte | None] = relationship()
    document: Mapped[Document | None] = relationship()
    service: Mapped[Service | None] = relationship()


class Tache(Cloisonne, Base):
    """What a decision charges somebody with (« Charge le service… »), or a principle that waits for its decision."""

    __tablename__ = "tache"
    __table_args__ = (
        UniqueConstraint("inscription_id", "rang"),
        CheckConstraint(f"etat IN {ETATS_TACHE}", name="etat"),
        CheckConstraint(f"genre IN {GENRES_TACHE}", name="genre"),
        Index("ix_tache_etat", "institution_id", "etat", "echeance"),
    )

    id: Mapped[cle]
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)
    inscription_id: Mapped[int | None] = mapped_column(ForeignKey("inscription.id"))
    rang: Mapped[int] = mapped_column(default=1)
    genre: Mapped[str] = mapped_column(String(20), default="charge")
    libelle: Mapped[str] = mapped_column(Text)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    echeance: Mapped[date | None]
    etat: Mapped[str] = mapped_column(String(20), default="a_faire")
    preuve: Mapped[str] = mapped_column(Text, default="")
    fini_le: Mapped[datetime | None]
    cree_le: Mapped[datetime]
    point: Mapped[Point] = relationship()
    service: Mapped[Service] = relationship()


class Mesure(Cloisonne, Base):
    """A measure that an authority took: from when to when, where; an ordonnance of art. 134 NLC must be confirmed."""

    __tablename__ = "mesure"
    __table_args__ = (
        UniqueConstraint("acte_id"),
        CheckConstraint(f"confirmation IN {CONFIRMATIONS}", name="confirmation"),
        Index("ix_mesure_validite", "institution_id", "du", "au"),
    )

    id: Mapped[cle]
    acte_id: Mapped[int] = mapped_column(ForeignKey("acte.id"))
    du: Mapped[date]
    au: Mapped[date | None]
    lieux: Mapped[str] = mapped_column(Text, default="")
    resume: Mapped[str] = mapped_column(Text, default="")
    confirmation: Mapped[str] = mapped_column(String(20), default="sans_objet")
    point_confirmation_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"), index=True)
    remplace_id: Mapped[int | None] = mapped_column(ForeignKey("mesure.id"), index=True)
    levee_le: Mapped[date | None]
    acte: Mapped[Acte] = relationship()
    point_confirmation: Mapped[Point | None] = relationship()
    remplace: Mapped[Mesure | None] = relationship(remote_side="Mesure.id")


class EtatPresences(Cloisonne, Base):
    """The attendance of an organe over a quarter, as it was validated: what is paid never changes afterwards."""

    __tablename__ = "etat_presences"
    __table_args__ = (UniqueConstraint("organe_id", "du", "au"),)

    id: Mapped[cle]
    organe_id: Mapped[int] = mapped_column(ForeignKey("organe.id"))
    du: Mapped[date]
    au: Mapped[date]
    lignes: Mapped[list[Any]]
    total: Mapped[int] = mapped_column(default=0)
    valide_par_id: Mapped[int]
    valide_le: Mapped[datetime]
    organe: Mapped[Organe] = relationship()
