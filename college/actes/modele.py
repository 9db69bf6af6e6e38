"""Tables of the acts room. Bytes are frozen under their SHA-256; a correction is a new, linked version."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from college.base import JSON_, Base, Cloisonne, cle
from college.organisation.modele import Organe
from college.points.modele import Point
from college.seances.modele import Inscription, Seance

TYPES_ACTE = ("deliberation", "extrait", "pv", "arrete", "ordonnance")
ETATS_ACTE = ("en_preparation", "a_signer", "signe", "publie", "retire")
TYPES_DOCUMENT = (
    "pv",
    "ordre_du_jour",
    "convocation",
    "deliberations",
    "deliberation",
    "extrait",
    "note_synthese",
    "bordereau",
    "notification",
    "avis_publication",
    "certificat_publication",
)
ETATS_DOCUMENT = ("en_file", "en_cours", "pret", "echec")
ETATS_SIGNATURE = ("demandee", "faite", "echec")
ETATS_PV = ("projet", "soumis", "approuve", "approuve_avec_corrections", "signe")


class Acte(Cloisonne, Base):
    """An act: a numbered délibération, extrait or PV (public and closed parts are two acts)."""

    __tablename__ = "acte"
    __table_args__ = (
        UniqueConstraint("institution_id", "organe_id", "annee", "numero"),
        UniqueConstraint("institution_id", "organe_id", "reference"),
        CheckConstraint(f"type IN {TYPES_ACTE}", name="type"),
        CheckConstraint(f"etat IN {ETATS_ACTE}", name="etat"),
        Index("ix_acte_seance", "seance_id"),
    )

    id: Mapped[cle]
    organe_id: Mapped[int] = mapped_column(ForeignKey("organe.id"))
    seance_id: Mapped[int | None] = mapped_column(ForeignKey("seance.id"))
    inscription_id: Mapped[int | None] = mapped_column(ForeignKey("inscription.id"), index=True)
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"), index=True)
    type: Mapped[str] = mapped_column(String(20))
    partie: Mapped[str] = mapped_column(String(20), default="publique")
    annee: Mapped[int]
    numero: Mapped[int | None]
    reference: Mapped[str] = mapped_column(String(80))
    titre: Mapped[str] = mapped_column(String(1000))
    titre_public: Mapped[str] = mapped_column(String(1000), default="")
    huis_clos: Mapped[bool] = mapped_column(default=False)
    issue: Mapped[str | None] = mapped_column(String(20))
    type_acte: Mapped[str] = mapped_column(String(40), default="")
    date_decision: Mapped[datetime]
    etat: Mapped[str] = mapped_column(String(20), default="en_preparation")
    etat_pv: Mapped[str | None] = mapped_column(String(30))
    cree_le: Mapped[datetime]
    organe: Mapped[Organe] = relationship(lazy="joined", innerjoin=True)
    seance: Mapped[Seance | None] = relationship()
    inscription: Mapped[Inscription | None] = relationship()
    point: Mapped[Point | None] = relationship()
    versions: Mapped[list[ActeVersion]] = relationship(back_populates="acte", order_by="ActeVersion.numero")
    signatures: Mapped[list[Signature]] = relationship(back_populates="acte", order_by="Signature.id")
    mentions: Mapped[list[MentionMarginale]] = relationship(order_by="MentionMarginale.id")


class ActeVersion(Cloisonne, Base):
    """One frozen state of an act: the context it was made from, and the hashes of its renderings.

    `contexte` is the plain data of the templates; `texte_html` the full act text as HTML (for renditions
    and the index); both are read only where they are used, a list of acts needs the `signataires` alone.
    `pdf_signe_sha256` grows by incremental signatures; `pdf_sha256` never changes.
    """

    __tablename__ = "acte_version"
    __table_args__ = (UniqueConstraint("acte_id", "numero"),)

    id: Mapped[cle]
    acte_id: Mapped[int] = mapped_column(ForeignKey("acte.id"))
    numero: Mapped[int] = mapped_column(default=1)
    motif: Mapped[str] = mapped_column(Text, default="")
    annexes: Mapped[list[Any]] = mapped_column(default=list)
    """The pieces that are part of the act, as they were: id, name, type, hash, pages."""
    annexes_sha256: Mapped[str | None] = mapped_column(String(64))
    contexte: Mapped[dict[str, Any]] = mapped_column(JSON_, deferred=True, deferred_group="contenu")
    texte_html: Mapped[str] = mapped_column(Text, default="", deferred=True, deferred_group="contenu")
    signataires: Mapped[Any] = column_property(contexte["signataires"])
    gabarit: Mapped[str] = mapped_column(String(120), default="")
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    pdf_signe_sha256: Mapped[str | None] = mapped_column(String(64))
    docx_sha256: Mapped[str | None] = mapped_column(String(64))
    pages: Mapped[int | None]
    cree_le: Mapped[datetime]
    acte: Mapped[Acte] = relationship(back_populates="versions")


class Signature(Cloisonne, Base):
    """One signature on a version's bytes; the second signer is another person on the same document.

    Asked first (`demandee`), put into the file by the background work (`faite`): the hashes come then.
    """

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("version_id", "champ"),
        UniqueConstraint("version_id", "mandataire_id"),
        CheckConstraint(f"etat IN {ETATS_SIGNATURE}", name="etat"),
        CheckConstraint("etat <> 'faite' OR sha256_apres IS NOT NULL", name="faite_a_ses_octets"),
    )

    id: Mapped[cle]
    acte_id: Mapped[int] = mapped_column(ForeignKey("acte.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("acte_version.id"), index=True)
    rang: Mapped[int]
    etat: Mapped[str] = mapped_column(String(10), default="demandee")
    champ: Mapped[str] = mapped_column(String(40))
    fonction: Mapped[str] = mapped_column(String(40))
    mandataire_id: Mapped[int] = mapped_column(ForeignKey("mandataire.id"), index=True)
    nom: Mapped[str] = mapped_column(String(160))
    titre: Mapped[str] = mapped_column(String(160), default="")
    connecteur: Mapped[str] = mapped_column(String(40))
    sha256_avant: Mapped[str | None] = mapped_column(String(64))
    sha256_apres: Mapped[str | None] = mapped_column(String(64))
    erreur: Mapped[str] = mapped_column(Text, default="")
    le: Mapped[datetime]
    acte: Mapped[Acte] = relationship(back_populates="signatures")


class MentionMarginale(Cloisonne, Base):
    """What happened to a frozen act afterwards (approuvé, annulé, rectifié…); append-only."""

    __tablename__ = "mention_marginale"

    id: Mapped[cle]
    acte_id: Mapped[int] = mapped_column(ForeignKey("acte.id"), index=True)
    texte: Mapped[str] = mapped_column(Text)
    le: Mapped[datetime]


class Document(Cloisonne, Base):
    """A document that somebody asked for, made in the background; the same frozen content gives the same bytes.

    `contexte` is kept where the content is frozen at the demand (a notice that was sent); `points` are those whose
    text it holds: each reading asks for the right to them again.
    """

    __tablename__ = "document"
    __table_args__ = (
        CheckConstraint(f"type IN {TYPES_DOCUMENT}", name="type"),
        CheckConstraint(f"etat IN {ETATS_DOCUMENT}", name="etat"),
        CheckConstraint("etat <> 'pret' OR sha256 IS NOT NULL", name="pret_a_ses_octets"),
        Index("ix_document_seance", "seance_id"),
    )

    id: Mapped[cle]
    type: Mapped[str] = mapped_column(String(20))
    format: Mapped[str] = mapped_column(String(10))
    portee: Mapped[str] = mapped_column(String(20), default="integrale")
    seance_id: Mapped[int | None] = mapped_column(ForeignKey("seance.id"))
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"), index=True)
    acte_id: Mapped[int | None] = mapped_column(ForeignKey("acte.id"), index=True)
    modele_id: Mapped[int | None] = mapped_column(ForeignKey("modele_document.id"), index=True)
    contexte: Mapped[dict[str, Any] | None] = mapped_column(JSON_)
    points: Mapped[list[Any]] = mapped_column(default=list)
    empreinte_contenu: Mapped[str] = mapped_column(String(64), default="", index=True)
    etat: Mapped[str] = mapped_column(String(10), default="en_file")
    progression: Mapped[int] = mapped_column(default=0)
    erreur: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str | None] = mapped_column(String(64))
    nom: Mapped[str] = mapped_column(String(200), default="")
    pages: Mapped[int | None]
    demande_par_id: Mapped[int]
    demande_le: Mapped[datetime]
    fini_le: Mapped[datetime | None]

    seance: Mapped[Seance | None] = relationship()


class ModeleDocument(Cloisonne, Base):
    """A document template of the commune (.docx, .html or .zip); the built-in ones have no row."""

    __tablename__ = "modele_document"

    id: Mapped[cle]
    organe_id: Mapped[int | None] = mapped_column(ForeignKey("organe.id"), index=True)
    type: Mapped[str] = mapped_column(String(20))
    format: Mapped[str] = mapped_column(String(10))
    nom: Mapped[str] = mapped_column(String(200))
    version: Mapped[int] = mapped_column(default=1)
    sha256: Mapped[str] = mapped_column(String(64))
    etat: Mapped[str] = mapped_column(String(30), default="inactif")
    depose_par_id: Mapped[int]
    depose_le: Mapped[datetime]
