"""Tables of the publication room. The public room reads these rows and nothing else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.organisation.modele import Institution, Organe

ETATS = ("programmee", "publiee", "retiree")
OBJETS = ("projet", "decision", "pv")


class Publication(Cloisonne, Base):
    """One public page: its permanent address, its public rendition (already masked), its state.

    The row is a copy: the public never reads a point, a séance or an act. `retenue` shows number and legal
    basis only. A project becomes a decision in place: the address stays, `projet_html` keeps what was announced.
    `a_indexer` is set by each change and cleared once the search index has it.
    """

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("institution_id", "organe_id", "date_seance", "rang_jour", "numero", "objet"),
        CheckConstraint(f"etat IN {ETATS}", name="etat"),
        CheckConstraint(f"objet IN {OBJETS}", name="objet"),
        Index("ix_publication_publique", "etat", "date_seance"),
        Index("ix_publication_seance", "seance_id"),
    )

    id: Mapped[cle]
    organe_id: Mapped[int] = mapped_column(ForeignKey("organe.id"))
    seance_id: Mapped[int | None] = mapped_column(ForeignKey("seance.id"))
    inscription_id: Mapped[int | None] = mapped_column(ForeignKey("inscription.id"), index=True)
    acte_id: Mapped[int | None] = mapped_column(ForeignKey("acte.id"), index=True)
    objet: Mapped[str] = mapped_column(String(20))
    etat: Mapped[str] = mapped_column(String(20))
    retenue: Mapped[bool] = mapped_column(default=False)
    motif_retenue: Mapped[str] = mapped_column(String(200), default="")
    date_seance: Mapped[date]
    rang_jour: Mapped[int] = mapped_column(default=1)
    numero: Mapped[str] = mapped_column(String(20))
    rang: Mapped[int] = mapped_column(default=0)
    chemin: Mapped[str] = mapped_column(String(300), unique=True)
    titre: Mapped[str] = mapped_column(String(1000))
    reference: Mapped[str] = mapped_column(String(80), default="")
    resume: Mapped[str] = mapped_column(Text, default="")
    apercu: Mapped[str] = mapped_column(String(300), default="")
    texte_html: Mapped[str] = mapped_column(Text, default="")
    note_html: Mapped[str] = mapped_column(Text, default="")
    projet_html: Mapped[str] = mapped_column(Text, default="")
    projet_le: Mapped[datetime | None]
    vote: Mapped[dict[str, Any]] = mapped_column(default=dict)
    matiere: Mapped[str] = mapped_column(String(200), default="")
    type_acte: Mapped[str] = mapped_column(String(40), default="")
    nature: Mapped[str] = mapped_column(String(20), default="")
    issue: Mapped[str | None] = mapped_column(String(20))
    modifie_en_seance: Mapped[bool] = mapped_column(default=False)
    tutelle: Mapped[dict[str, Any]] = mapped_column(default=dict)
    pieces: Mapped[list[Any]] = mapped_column(default=list)
    pdf_sha256: Mapped[str | None] = mapped_column(String(64))
    masques: Mapped[int] = mapped_column(default=0)
    tardive: Mapped[bool] = mapped_column(default=False)
    programmee_pour: Mapped[datetime | None]
    publiee_le: Mapped[datetime | None]
    retiree_le: Mapped[datetime | None]
    obligatoire_le: Mapped[date | None]
    entree_autre: Mapped[date | None]
    motif_retrait: Mapped[str] = mapped_column(Text, default="")
    modifiee_le: Mapped[datetime]
    a_indexer: Mapped[bool] = mapped_column(default=True, index=True)
    organe: Mapped[Organe] = relationship(lazy="joined", innerjoin=True)
    institution: Mapped[Institution] = relationship()


class Biffure(Cloisonne, Base):
    """A redaction mark on a text: of a point (`point_id`, inherited by the act) or of an act (`acte_id`).

    `debut` and `fin` count characters of the field's plain text; `extrait` is what stands there, so that
    a mark that no longer matches its text is seen.
    """

    __tablename__ = "biffure"
    __table_args__ = (
        CheckConstraint("etat IN ('proposee', 'validee', 'ecartee')", name="etat"),
        CheckConstraint("debut >= 0 AND fin > debut", name="bornes"),
        Index("ix_biffure_point", "point_id"),
        Index("ix_biffure_acte", "acte_id"),
    )

    id: Mapped[cle]
    point_id: Mapped[int | None] = mapped_column(ForeignKey("point.id"))
    acte_id: Mapped[int | None] = mapped_column(ForeignKey("acte.id"))
    champ: Mapped[str] = mapped_column(String(40))
    debut: Mapped[int]
    fin: Mapped[int]
    extrait: Mapped[str] = mapped_column(Text, default="")
    motif: Mapped[str] = mapped_column(String(80))
    origine: Mapped[str] = mapped_column(String(20), default="personne")
    etat: Mapped[str] = mapped_column(String(20), default="proposee")
    decidee_par_id: Mapped[int | None]
    decidee_le: Mapped[datetime | None]


class EntreeRegistre(Cloisonne, Base):
    """The register of publications: numbered, append-only, with the hash of what was shown and when.

    `jeton` is the proof of that moment by a third party (RFC 3161), on the line's own fingerprint; it comes
    after the line is written, and is the only thing ever added to it.
    """

    __tablename__ = "registre_publication"
    __table_args__ = (UniqueConstraint("institution_id", "annee", "numero"),)

    id: Mapped[cle]
    annee: Mapped[int]
    numero: Mapped[int]
    publication_id: Mapped[int] = mapped_column(ForeignKey("publication.id"), index=True)
    evenement: Mapped[str] = mapped_column(String(20))
    sha256: Mapped[str] = mapped_column(String(64), default="")
    motif: Mapped[str] = mapped_column(Text, default="")
    par_id: Mapped[int]
    le: Mapped[datetime]
    jeton: Mapped[bytes | None] = mapped_column(LargeBinary)
    horodatee_le: Mapped[datetime | None]
