"""Tables of the points room. Texts live in revisions, the way through the chain in passages: append-only."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, get_args

from sqlalchemy import CheckConstraint, ForeignKey, Index, Numeric, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.organisation.modele import Agent, Categorie, Groupe, Organe, Service
from college.points.valeurs import Nature

SENS = ("", "depense", "recette")
PHASES = ("brouillon", "en_validation", "valide", "inscrit", "decide", "retire")
NATURES = get_args(Nature)
LIENS = (
    "copie_de",
    "transmis_de",
    "reporte_de",
    "fait_suite_a",
    "execute",
    "modifie",
    "abroge",
    "retire",
    "rectifie",
    "ratifie",
    "approuve",
    "communique",
)


class Chaine(Cloisonne, Base):
    """A validation chain: a name; its content is in its versions."""

    __tablename__ = "chaine"
    __table_args__ = (UniqueConstraint("institution_id", "code"),)

    id: Mapped[cle]
    code: Mapped[str] = mapped_column(String(60))
    libelle: Mapped[str] = mapped_column(String(200), default="")
    versions: Mapped[list[ChaineVersion]] = relationship(back_populates="chaine", order_by="ChaineVersion.numero")


class ChaineVersion(Cloisonne, Base):
    """One version of a chain, immutable once published; running points keep theirs."""

    __tablename__ = "chaine_version"
    __table_args__ = (UniqueConstraint("chaine_id", "numero"),)

    id: Mapped[cle]
    chaine_id: Mapped[int] = mapped_column(ForeignKey("chaine.id"))
    numero: Mapped[int]
    definition: Mapped[dict[str, Any]]
    empreinte: Mapped[str] = mapped_column(String(64))
    publiee_le: Mapped[datetime | None]
    chaine: Mapped[Chaine] = relationship(back_populates="versions")


class Point(Cloisonne, Base):
    """A point. `phase` and `etape` cache the chain's fold and the agenda; `version` is the ETag.

    `reference` is year-sequence at creation, for ever (contract §8). `diffuse_le`: when the agenda that holds
    the point was convened (members of a conseil read it from then on). `dossier` names the file that several
    points share; `suite` is what goes to another organe once this point is accepted (`envois.regles.Suite`).
    `date_limite`: the decision is needed by then. `notes_internes` and `remarques_secretariat` never come along
    with a row, and changing them changes no version: the room `notes` alone reads and writes them.
    """

    __tablename__ = "point"
    __table_args__ = (
        UniqueConstraint("institution_id", "reference"),
        CheckConstraint(f"phase IN {PHASES}", name="phase"),
        CheckConstraint(f"nature IN {NATURES}", name="nature"),
        CheckConstraint(f"sens_financier IN {SENS}", name="sens_financier"),
        Index("ix_point_liste", "institution_id", "modifie_le", "id"),
        Index("ix_point_service_phase", "service_id", "phase", "modifie_le"),
        Index("ix_point_organe_phase", "organe_id", "phase", "modifie_le"),
        Index("ix_point_auteur_phase", "auteur_id", "phase", "modifie_le"),
        Index("ix_point_externe", "institution_id", "auteur_id", "identifiant_externe"),
        Index("ix_point_dossier", "institution_id", "dossier"),
    )

    id: Mapped[cle]
    reference: Mapped[str] = mapped_column(String(40))
    organe_id: Mapped[int] = mapped_column(ForeignKey("organe.id"))
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    auteur_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), index=True)
    nature: Mapped[str] = mapped_column(String(20), default="decision")
    categorie_id: Mapped[int | None] = mapped_column(ForeignKey("categorie.id"), index=True)
    groupe_en_charge_id: Mapped[int | None] = mapped_column(ForeignKey("groupe.id"), index=True)
    type_acte: Mapped[str] = mapped_column(String(40), default="")
    huis_clos: Mapped[bool] = mapped_column(default=False)
    urgence: Mapped[bool] = mapped_column(default=False)
    motif_urgence: Mapped[str] = mapped_column(Text, default="")
    a_discuter: Mapped[bool] = mapped_column(default=False)
    montant_htva: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    montant_tvac: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    incidence_financiere: Mapped[bool] = mapped_column(default=False)
    sens_financier: Mapped[str] = mapped_column(String(10), default="")
    article_budgetaire: Mapped[str] = mapped_column(String(60), default="")
    demandeur: Mapped[str] = mapped_column(String(200), default="")
    destinataires: Mapped[list[Any]] = mapped_column(default=list)
    mots_cles: Mapped[list[Any]] = mapped_column(default=list)
    date_limite: Mapped[date | None]
    identifiant_externe: Mapped[str | None] = mapped_column(String(120))
    dossier: Mapped[str] = mapped_column(String(120), default="")
    modele_id: Mapped[int | None] = mapped_column(ForeignKey("modele_point.id"), index=True)
    suite: Mapped[dict[str, Any]] = mapped_column(default=dict)
    seance_souhaitee_id: Mapped[int | None] = mapped_column(index=True)
    phase: Mapped[str] = mapped_column(String(20), default="brouillon")
    etape: Mapped[str | None] = mapped_column(String(60))
    etape_libelle: Mapped[str] = mapped_column(String(200), default="")
    echeance: Mapped[date | None]
    chaine_version_id: Mapped[int | None] = mapped_column(ForeignKey("chaine_version.id"), index=True)
    version: Mapped[int] = mapped_column(default=1)
    numero_revision: Mapped[int] = mapped_column(default=1)
    titre: Mapped[str] = mapped_column(String(1000))
    cherche: Mapped[str] = mapped_column(Text, default="", deferred=True)
    notes_internes: Mapped[str] = mapped_column(Text, default="", deferred=True, deferred_raiseload=True)
    remarques_secretariat: Mapped[str] = mapped_column(Text, default="", deferred=True, deferred_raiseload=True)
    cree_le: Mapped[datetime]
    modifie_le: Mapped[datetime]
    soumis_le: Mapped[datetime | None]
    diffuse_le: Mapped[datetime | None]

    __mapper_args__ = {"version_id_col": version}

    organe: Mapped[Organe] = relationship()
    service: Mapped[Service] = relationship()
    auteur: Mapped[Agent] = relationship()
    categorie: Mapped[Categorie | None] = relationship()
    groupe_en_charge: Mapped[Groupe | None] = relationship()
    chaine_version: Mapped[ChaineVersion | None] = relationship()
    revisions: Mapped[list[Revision]] = relationship(back_populates="point", order_by="Revision.numero")
    passages: Mapped[list[Passage]] = relationship(back_populates="point", order_by="Passage.id")
    copies: Mapped[list[Copie]] = relationship(cascade="all, delete-orphan", order_by="Copie.id")


class Revision(Cloisonne, Base):
    """A frozen text of a point: HTML fragments already sanitised, the facts it declares, and its hash."""

    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("point_id", "numero"),)

    id: Mapped[cle]
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    numero: Mapped[int]
    titre: Mapped[str] = mapped_column(String(1000))
    titre_public: Mapped[str] = mapped_column(String(1000), default="")
    rapport: Mapped[str] = mapped_column(Text, default="")
    note_synthese: Mapped[str] = mapped_column(Text, default="")
    motivation: Mapped[str] = mapped_column(Text, default="")
    dispositif: Mapped[str] = mapped_column(Text, default="")
    faits: Mapped[dict[str, Any]] = mapped_column(default=dict)
    empreinte: Mapped[str] = mapped_column(String(64))
    empreinte_texte: Mapped[str] = mapped_column(String(64), default="")
    auteur_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), index=True)
    le: Mapped[datetime]
    point: Mapped[Point] = relationship(back_populates="revisions")
    auteur: Mapped[Agent] = relationship()


class Passage(Cloisonne, Base):
    """One act of a person on the chain, tied to a revision; append-only."""

    __tablename__ = "passage"
    __table_args__ = (Index("ix_passage_point", "point_id", "id"),)

    id: Mapped[cle]
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    etape: Mapped[str | None] = mapped_column(String(60))
    action: Mapped[str] = mapped_column(String(30))
    vers: Mapped[str | None] = mapped_column(String(60))
    acteur_id: Mapped[int] = mapped_column(index=True)
    acteur_nom: Mapped[str] = mapped_column(String(160))
    au_nom_de_id: Mapped[int | None]
    commentaire: Mapped[str] = mapped_column(Text, default="")
    donnees: Mapped[dict[str, Any]] = mapped_column(default=dict)
    le: Mapped[datetime]
    point: Mapped[Point] = relationship(back_populates="passages")
    revision: Mapped[Revision] = relationship()


class EtapePoint(Cloisonne, Base):
    """Cache of the chain's fold, a row a step: what lists, counters and access ask in SQL.

    It names roles and groups, never persons: moving somebody takes effect at once. Rewritten at each act.
    """

    __tablename__ = "etape_point"
    __table_args__ = (
        UniqueConstraint("point_id", "code"),
        Index("ix_etape_point_groupe", "groupe_id", "statut"),
        Index("ix_etape_point_role", "service_id", "role", "statut"),
    )

    id: Mapped[cle]
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    rang: Mapped[int]
    code: Mapped[str] = mapped_column(String(60))
    libelle: Mapped[str] = mapped_column(String(200), default="")
    type: Mapped[str] = mapped_column(String(10))
    statut: Mapped[str] = mapped_column(String(10))
    role: Mapped[str] = mapped_column(String(60), default="")
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    groupe_id: Mapped[int | None] = mapped_column(ForeignKey("groupe.id"))


class LienPoints(Cloisonne, Base):
    """A typed link: `de` is the newer point (« copie de », « fait suite à »…), seen from both sides."""

    __tablename__ = "lien_points"
    __table_args__ = (
        UniqueConstraint("de_id", "vers_id", "type"),
        CheckConstraint(f"type IN {LIENS}", name="type"),
    )

    id: Mapped[cle]
    de_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    vers_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)
    type: Mapped[str] = mapped_column(String(20))


class Copie(Cloisonne, Base):
    """A service or a group put in copy of a point: it may read it before it is inscribed."""

    __tablename__ = "copie"
    __table_args__ = (UniqueConstraint("point_id", "service_id", "groupe_id"),)

    id: Mapped[cle]
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"), index=True)
    groupe_id: Mapped[int | None] = mapped_column(ForeignKey("groupe.id"), index=True)
