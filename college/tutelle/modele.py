"""Tables of the tutelle room. An envoi is the story of one act with one authority."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.actes.modele import Acte, ActeVersion
from college.base import Base, Cloisonne, cle

ETATS = (
    "a_transmettre",
    "en_preparation",
    "transmis",
    "accuse_technique",
    "incomplet",
    "complete",
    "en_instruction",
    "proroge",
    "approuve",
    "approuve_partiellement",
    "reforme",
    "non_approuve",
    "annule",
    "annule_partiellement",
    "sans_mesure",
    "executoire_par_expiration",
    "erreur",
    "retire",
)


class Envoi(Cloisonne, Base):
    """The transmission of an act; `cle_idempotence` is the same on every attempt: never twice.

    `prochaine_relance` and `nouvelles_le` (when to ask for news, when there was some) are on the system clock.
    """

    __tablename__ = "envoi"
    __table_args__ = (
        UniqueConstraint("cle_idempotence"),
        CheckConstraint(f"etat IN {ETATS}", name="etat"),
        Index("ix_envoi_etat", "etat", "prochaine_relance"),
    )

    id: Mapped[cle]
    acte_id: Mapped[int] = mapped_column(ForeignKey("acte.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("acte_version.id"), index=True)
    connecteur: Mapped[str] = mapped_column(String(40))
    cle_idempotence: Mapped[str] = mapped_column(String(80))
    regime: Mapped[str] = mapped_column(String(40))
    autorite: Mapped[str] = mapped_column(String(120), default="")
    etat: Mapped[str] = mapped_column(String(30), default="en_preparation")
    reference: Mapped[str | None] = mapped_column(String(80))
    sha256: Mapped[str] = mapped_column(String(64))
    pieces: Mapped[list[Any]] = mapped_column(default=list)
    pieces_absentes: Mapped[list[Any]] = mapped_column(default=list)
    tentatives: Mapped[int] = mapped_column(default=0)
    derniere_erreur: Mapped[str] = mapped_column(Text, default="")
    erreur_definitive: Mapped[bool] = mapped_column(default=False)
    passer_outre: Mapped[str] = mapped_column(Text, default="")
    transmis_le: Mapped[datetime | None]
    recu_complet_le: Mapped[date | None]
    termine_le: Mapped[datetime | None]
    prochaine_relance: Mapped[datetime | None]
    nouvelles_le: Mapped[datetime | None]
    cree_par_id: Mapped[int]
    cree_le: Mapped[datetime]
    acte: Mapped[Acte] = relationship()
    version: Mapped[ActeVersion] = relationship()
    accuses: Mapped[list[Accuse]] = relationship(back_populates="envoi", order_by="Accuse.id")
    echeances: Mapped[list[Echeance]] = relationship(back_populates="envoi", order_by="Echeance.id")
    echanges: Mapped[list[Echange]] = relationship(back_populates="envoi", order_by="Echange.id")


class Accuse(Cloisonne, Base):
    """A receipt; the same event received twice is one row."""

    __tablename__ = "accuse"
    __table_args__ = (UniqueConstraint("envoi_id", "type", "reference"),)

    id: Mapped[cle]
    envoi_id: Mapped[int] = mapped_column(ForeignKey("envoi.id"))
    type: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(120))
    recu_le: Mapped[datetime]
    contenu: Mapped[dict[str, Any]] = mapped_column(default=dict)
    envoi: Mapped[Envoi] = relationship(back_populates="accuses")


class Echeance(Cloisonne, Base):
    """A computed deadline with the rule that gives it (article, days, how they count)."""

    __tablename__ = "echeance"

    id: Mapped[cle]
    envoi_id: Mapped[int] = mapped_column(ForeignKey("envoi.id"), index=True)
    type: Mapped[str] = mapped_column(String(40))
    date: Mapped[date]
    regle: Mapped[str] = mapped_column(Text, default="")
    courante: Mapped[bool] = mapped_column(default=True)
    envoi: Mapped[Envoi] = relationship(back_populates="echeances")


class Echange(Cloisonne, Base):
    """One typed exchange with the authority (question, piece, decision), both ways; append-only.

    `sens`: `envoye`, `recu`, or `constat` (a person certified something). `numero` is the authority's event
    number, `etat` the state that the exchange leads to, `jour` its legal day: the fold of these rows is the
    envoi's situation.
    """

    __tablename__ = "echange"
    __table_args__ = (UniqueConstraint("envoi_id", "reference"),)

    id: Mapped[cle]
    envoi_id: Mapped[int] = mapped_column(ForeignKey("envoi.id"))
    sens: Mapped[str] = mapped_column(String(10))
    type: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(120))
    numero: Mapped[int | None]
    etat: Mapped[str | None] = mapped_column(String(30))
    jour: Mapped[date]
    texte: Mapped[str] = mapped_column(Text, default="")
    contenu: Mapped[dict[str, Any]] = mapped_column(default=dict)
    le: Mapped[datetime]
    envoi: Mapped[Envoi] = relationship(back_populates="echanges")
