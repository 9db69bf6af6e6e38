"""Tables of the organisation. Nothing used is deleted: it is deactivated."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle

TYPES_ORGANE = (
    "college",
    "conseil",
    "bureau_permanent",
    "conseil_action_sociale",
    "comite_special",
    "comite_concertation",
    "autorite",
    "libre",
)
FONCTIONS = (
    "bourgmestre",
    "echevin",
    "president",
    "president_assemblee",
    "president_cpas",
    "conseiller",
    "membre",
    "directeur_general",
    "directeur_general_adjoint",
    "directeur_financier",
    "secretaire_seance",
    "fonctionnaire_delegue",
)
VOIX = ("deliberative", "consultative", "sans")


class Institution(Base):
    """A local authority: commune, CPAS, intercommunale… `reglages` holds its head, arms, colour, address."""

    __tablename__ = "institution"

    id: Mapped[cle]
    code: Mapped[str] = mapped_column(String(60), unique=True)
    nom: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(40))
    reglages: Mapped[dict[str, Any]] = mapped_column(default=dict)

    @property
    def institution_id(self) -> int:
        """An institution belongs to itself (the journal and the rights read this name)."""
        return self.id


class Organe(Cloisonne, Base):
    """A deciding body. `reglages` holds its keys (contract §8), read through `organisation.reglages`."""

    __tablename__ = "organe"
    __table_args__ = (
        UniqueConstraint("institution_id", "code"),
        CheckConstraint(f"type IN {TYPES_ORGANE}", name="type"),
    )

    id: Mapped[cle]
    code: Mapped[str] = mapped_column(String(60))
    nom: Mapped[str] = mapped_column(String(200))
    type: Mapped[str] = mapped_column(String(40))
    rang: Mapped[int] = mapped_column(default=0)
    actif: Mapped[bool] = mapped_column(default=True)
    reglages: Mapped[dict[str, Any]] = mapped_column(default=dict)
    institution: Mapped[Institution] = relationship(lazy="joined", innerjoin=True)

    @property
    def organe_id(self) -> int:
        """Rights read `organe_id` on any object of an organe, the organe included."""
        return self.id


class Service(Cloisonne, Base):
    """A department of the administration; `rang` is its order in agendas."""

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("institution_id", "code"),)

    id: Mapped[cle]
    code: Mapped[str] = mapped_column(String(60))
    nom: Mapped[str] = mapped_column(String(200))
    rang: Mapped[int] = mapped_column(default=0)
    actif: Mapped[bool] = mapped_column(default=True)


class Groupe(Cloisonne, Base):
    """A fixed group: direction générale, directeur financier, or a political « groupe en charge »."""

    __tablename__ = "groupe"
    __table_args__ = (UniqueConstraint("institution_id", "code"),)

    id: Mapped[cle]
    code: Mapped[str] = mapped_column(String(60))
    nom: Mapped[str] = mapped_column(String(200))
    genre: Mapped[str] = mapped_column(String(20), default="administratif")
    mandataire_id: Mapped[int | None] = mapped_column(ForeignKey("mandataire.id"), index=True)
    rang: Mapped[int] = mapped_column(default=0)
    actif: Mapped[bool] = mapped_column(default=True)


class Categorie(Cloisonne, Base):
    """A subject of points; `matiere` is its public label."""

    __tablename__ = "categorie"
    __table_args__ = (UniqueConstraint("institution_id", "code"),)

    id: Mapped[cle]
    code: Mapped[str] = mapped_column(String(60))
    libelle: Mapped[str] = mapped_column(String(200))
    matiere: Mapped[str] = mapped_column(String(200), default="")
    rang: Mapped[int] = mapped_column(default=0)
    actif: Mapped[bool] = mapped_column(default=True)


class RoleDeclare(Cloisonne, Base):
    """A role of services beyond the built-in ones."""

    __tablename__ = "role_declare"
    __table_args__ = (UniqueConstraint("institution_id", "code"),)

    id: Mapped[cle]
    code: Mapped[str] = mapped_column(String(60))
    libelle: Mapped[str] = mapped_column(String(200))


class Agent(Cloisonne, Base):
    """A person who signs in. `identifiant` is unique in the installation; `institution_id` is the home one."""

    __tablename__ = "agent"

    id: Mapped[cle]
    identifiant: Mapped[str] = mapped_column(String(80), unique=True)
    prenom: Mapped[str] = mapped_column(String(80))
    nom: Mapped[str] = mapped_column(String(80))
    genre: Mapped[str] = mapped_column(String(1), default="")
    courriel: Mapped[str] = mapped_column(String(200), default="")
    mot_de_passe: Mapped[str | None] = mapped_column(String(200))
    secret_totp: Mapped[str | None] = mapped_column(String(64))
    actif: Mapped[bool] = mapped_column(default=True)
    preferences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    appartenances: Mapped[list[Appartenance]] = relationship(back_populates="agent")

    @property
    def nom_complet(self) -> str:
        """« Prénom Nom », as everywhere."""
        return f"{self.prenom} {self.nom}"


class Appartenance(Cloisonne, Base):
    """One membership: a role in a service, a role on an organe, a group, or administrator of the institution."""

    __tablename__ = "appartenance"
    __table_args__ = (
        CheckConstraint(
            "(groupe_id IS NOT NULL AND role = 'membre') OR (groupe_id IS NULL AND role <> '')", name="role_ou_groupe"
        ),
        UniqueConstraint("agent_id", "institution_id", "role", "service_id", "organe_id", "groupe_id"),
        Index("ix_appartenance_service_role", "service_id", "role"),
    )

    id: Mapped[cle]
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), index=True)
    role: Mapped[str] = mapped_column(String(60))
    service_id: Mapped[int | None] = mapped_column(ForeignKey("service.id"))
    organe_id: Mapped[int | None] = mapped_column(ForeignKey("organe.id"), index=True)
    groupe_id: Mapped[int | None] = mapped_column(ForeignKey("groupe.id"), index=True)
    agent: Mapped[Agent] = relationship(back_populates="appartenances")


class Delegation(Cloisonne, Base):
    """During an absence, `delegue_id` acts in the name of `absent_id` (dates included)."""

    __tablename__ = "delegation"
    __table_args__ = (CheckConstraint("absent_id <> delegue_id AND du <= au", name="sens"),)

    id: Mapped[cle]
    absent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), index=True)
    delegue_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), index=True)
    du: Mapped[date]
    au: Mapped[date]


class Mandataire(Cloisonne, Base):
    """An elected member or an officer who sits. `agent_id` is the account with which the person signs in."""

    __tablename__ = "mandataire"
    __table_args__ = (UniqueConstraint("institution_id", "identifiant"),)

    id: Mapped[cle]
    identifiant: Mapped[str] = mapped_column(String(80))
    prenom: Mapped[str] = mapped_column(String(80))
    nom: Mapped[str] = mapped_column(String(80))
    genre: Mapped[str] = mapped_column(String(1), default="")
    naissance: Mapped[date | None]
    groupe_politique: Mapped[str] = mapped_column(String(60), default="")
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"), index=True)
    mandats: Mapped[list[Mandat]] = relationship(back_populates="mandataire")

    @property
    def nom_complet(self) -> str:
        """« Prénom Nom », as everywhere."""
        return f"{self.prenom} {self.nom}"


class Mandat(Cloisonne, Base):
    """A term: function, rank and voice of a mandataire in an organe between two dates (both included)."""

    __tablename__ = "mandat"
    __table_args__ = (
        CheckConstraint(f"fonction IN {FONCTIONS}", name="fonction"),
        CheckConstraint(f"voix IN {VOIX}", name="voix"),
        Index("ix_mandat_organe_dates", "organe_id", "du", "au"),
    )

    id: Mapped[cle]
    mandataire_id: Mapped[int] = mapped_column(ForeignKey("mandataire.id"), index=True)
    organe_id: Mapped[int] = mapped_column(ForeignKey("organe.id"))
    fonction: Mapped[str] = mapped_column(String(40))
    rang: Mapped[int] = mapped_column(default=0)
    voix: Mapped[str] = mapped_column(String(20), default="deliberative")
    titre: Mapped[str] = mapped_column(String(120), default="")
    du: Mapped[date]
    au: Mapped[date | None]
    interim: Mapped[dict[str, Any]] = mapped_column(default=dict)
    mandataire: Mapped[Mandataire] = relationship(back_populates="mandats", lazy="joined", innerjoin=True)
    organe: Mapped[Organe] = relationship()


class SessionWeb(Base):
    """A server-side session: only the SHA-256 of its 256-bit id is kept; it can be revoked at once."""

    __tablename__ = "session_web"

    id: Mapped[cle]
    empreinte: Mapped[str] = mapped_column(String(64), unique=True)
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("agent.id"), index=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    donnees: Mapped[dict[str, Any]] = mapped_column(default=dict)
    creee_le: Mapped[datetime]
    vue_le: Mapped[datetime]
    expire_le: Mapped[datetime]
    navigateur: Mapped[str] = mapped_column(String(200), default="")


class TentativeConnexion(Base):
    """Failed sign-ins per account, for the back-off; never a lock on everybody."""

    __tablename__ = "tentative_connexion"

    id: Mapped[cle]
    compte: Mapped[str] = mapped_column(String(200), unique=True)
    echecs: Mapped[int] = mapped_column(default=0)
    bloque_jusqu_a: Mapped[datetime | None]


class Jeton(Cloisonne, Base):
    """An API token: only its SHA-256 is kept."""

    __tablename__ = "jeton"

    id: Mapped[cle]
    agent_id: Mapped[int] = mapped_column(ForeignKey("agent.id"), index=True)
    empreinte: Mapped[str] = mapped_column(String(64), unique=True)
    nom: Mapped[str] = mapped_column(String(120), default="")
    cree_le: Mapped[datetime]
    expire_le: Mapped[datetime | None]
    revoque_le: Mapped[datetime | None]


class Compteur(Cloisonne, Base):
    """A gapless number per (nature, organe, year), taken under a row lock; never reused."""

    __tablename__ = "compteur"
    __table_args__ = (UniqueConstraint("institution_id", "nature", "organe_id", "annee"),)

    id: Mapped[cle]
    nature: Mapped[str] = mapped_column(String(40))
    organe_id: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    annee: Mapped[int]
    dernier: Mapped[int] = mapped_column(default=0)
