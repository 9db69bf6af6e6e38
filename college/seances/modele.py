"""Tables of the séances room. Presence is timed events; ballots say whose right, who keyed it and how."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from college.base import Base, Cloisonne, cle
from college.organisation.modele import Mandataire, Organe
from college.points.modele import Point, Revision

ETATS = (
    "en_preparation",
    "convoquee",
    "ouverte",
    "suspendue",
    "levee",
    "arretee",
    "pv_approuve",
    "archivee",
    "annulee",
)
REMISES = ("courriel", "main_propre", "domicile", "recommande")
ISSUES = (
    "accepte",
    "accepte_modifie",
    "refuse",
    "reporte",
    "retire",
    "renvoye",
    "pris_acte",
    "nul_a_representer",
    "non_applicable",
    "non_examine",
)
EVENEMENTS = ("arrive", "quitte", "revient", "excuse", "absent", "se_retire")
MODES = ("public", "secret", "unanimite", "election")


class Seance(Cloisonne, Base):
    """A sitting. `revision` is bumped by each live change, `version` (the agenda's ETag) by each agenda edit.

    `version_oj` is « projet » until convened, then A, B… `membres` is the snapshot of people, functions,
    ranks and voices taken at the notice and refreshed at the opening: renaming never changes an old PV.
    `passages_outre` lists the guards passed over, with their reason, printed where the law wants it;
    `suspensions` where the séance was suspended and taken up again (action, inscription, cote, le).
    `annulee_le`: it will not be held; its lines stay as the trace of what was foreseen.
    `distance`: why, with which tool and how members may sit from elsewhere (motif, outil, explication); empty: not.
    `presences_signalees`: members who said on their device that they are there, until the secretary notes it.
    """

    __tablename__ = "seance"
    __table_args__ = (
        CheckConstraint(f"etat IN {ETATS}", name="etat"),
        CheckConstraint("convocation IN (1, 2, 3)", name="convocation"),
        CheckConstraint("type IN ('ordinaire', 'extraordinaire')", name="type"),
        Index("ix_seance_organe_debut", "organe_id", "debut"),
    )

    id: Mapped[cle]
    organe_id: Mapped[int] = mapped_column(ForeignKey("organe.id"))
    debut: Mapped[datetime]
    lieu: Mapped[str] = mapped_column(String(200), default="")
    lien_video: Mapped[str] = mapped_column(String(300), default="")
    distance: Mapped[dict[str, Any]] = mapped_column(default=dict)
    presences_signalees: Mapped[list[Any]] = mapped_column(default=list)
    type: Mapped[str] = mapped_column(String(20), default="ordinaire")
    convocation: Mapped[int] = mapped_column(default=1)
    precedente_id: Mapped[int | None] = mapped_column(ForeignKey("seance.id"), index=True)
    numero: Mapped[int | None]
    etat: Mapped[str] = mapped_column(String(20), default="en_preparation")
    revision: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=1)
    version_oj: Mapped[str] = mapped_column(String(10), default="projet")
    membres: Mapped[list[Any]] = mapped_column(default=list)
    president_id: Mapped[int | None] = mapped_column(ForeignKey("mandataire.id"), index=True)
    secretaire_id: Mapped[int | None] = mapped_column(ForeignKey("mandataire.id"), index=True)
    inscription_courante_id: Mapped[int | None]
    passages_outre: Mapped[list[Any]] = mapped_column(default=list)
    suspensions: Mapped[list[Any]] = mapped_column(default=list)
    convoquee_le: Mapped[datetime | None]
    ouverte_le: Mapped[datetime | None]
    levee_le: Mapped[datetime | None]
    arretee_le: Mapped[datetime | None]
    pv_approuve_le: Mapped[datetime | None]
    carence_le: Mapped[datetime | None]
    annulee_le: Mapped[datetime | None]
    motif_annulation: Mapped[str] = mapped_column(Text, default="")
    projets_publies_le: Mapped[datetime | None]
    decisions_publiees_le: Mapped[datetime | None]
    cree_le: Mapped[datetime]
    organe: Mapped[Organe] = relationship(lazy="joined", innerjoin=True)
    inscriptions: Mapped[list[Inscription]] = relationship(
        back_populates="seance", order_by="Inscription.rang", foreign_keys="Inscription.seance_id"
    )


class Inscription(Cloisonne, Base):
    """A point on an agenda. `rang` orders; `numero` (« 3 », « 3.1 », « 4bis ») and `reference` freeze at version A.

    `titre`, `titre_public`, `motivation`, `dispositif` are the text of the séance, copied from the revision
    at inscription, amended live and edited until `arreter`; `revision_id` is the text that was sent and
    `texte_decide` the one that stood when the séance was closed. `motif_huis_clos` says why the séance
    closed its doors on a public point (or opened them on a closed one). `renvoyee_le`: the point went back to its
    service and keeps its place; `pv_de_id`: the séance whose minutes this line approves; `rassemble`: what was
    gathered to make this line (see `rassemblement`). `presence_physique`: nobody takes part in it from elsewhere.
    """

    __tablename__ = "inscription"
    __table_args__ = (
        UniqueConstraint("seance_id", "point_id"),
        Index("ix_inscription_seance_rang", "seance_id", "rang"),
    )

    id: Mapped[cle]
    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id"))
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"), index=True)
    rang: Mapped[int]
    section: Mapped[str] = mapped_column(String(200), default="")
    sous_point: Mapped[bool] = mapped_column(default=False)
    numero: Mapped[str] = mapped_column(String(20), default="")
    reference: Mapped[str] = mapped_column(String(80), default="")
    numero_fige: Mapped[bool] = mapped_column(default=False)
    huis_clos: Mapped[bool] = mapped_column(default=False)
    motif_huis_clos: Mapped[str] = mapped_column(Text, default="")
    urgence: Mapped[bool] = mapped_column(default=False)
    motif_urgence: Mapped[str] = mapped_column(Text, default="")
    tardive: Mapped[bool] = mapped_column(default=False)
    a_discuter: Mapped[bool] = mapped_column(default=False)
    presence_physique: Mapped[bool] = mapped_column(default=False)
    retiree: Mapped[bool] = mapped_column(default=False)
    rang_traite: Mapped[int | None]
    titre: Mapped[str] = mapped_column(String(1000))
    titre_public: Mapped[str] = mapped_column(String(1000), default="")
    motivation: Mapped[str] = mapped_column(Text, default="")
    dispositif: Mapped[str] = mapped_column(Text, default="")
    modifie_en_seance: Mapped[bool] = mapped_column(default=False)
    texte_decide: Mapped[dict[str, Any]] = mapped_column(default=dict)
    issue: Mapped[str | None] = mapped_column(String(20))
    decide_le: Mapped[datetime | None]
    arrete_le: Mapped[datetime | None]
    renvoyee_le: Mapped[datetime | None]
    pv_de_id: Mapped[int | None] = mapped_column(ForeignKey("seance.id"), index=True)
    rassemble: Mapped[str] = mapped_column(String(40), default="")
    observations: Mapped[str] = mapped_column(Text, default="")
    seance: Mapped[Seance] = relationship(back_populates="inscriptions", foreign_keys=[seance_id])
    point: Mapped[Point] = relationship()
    revision: Mapped[Revision] = relationship()
    decisions: Mapped[list[Decision]] = relationship(back_populates="inscription", order_by="Decision.rang")
    scrutins: Mapped[list[Scrutin]] = relationship(back_populates="inscription", order_by="Scrutin.id")


class OrdreDuJourVersion(Cloisonne, Base):
    """The agenda as it was sent (A, B…): frozen content, and what changed since the former version.

    `annulee_le`: its notice was cancelled; the next one replaces it and is compared with nothing.
    """

    __tablename__ = "ordre_du_jour_version"
    __table_args__ = (UniqueConstraint("seance_id", "lettre"),)

    id: Mapped[cle]
    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id"))
    lettre: Mapped[str] = mapped_column(String(10))
    contenu: Mapped[list[Any]]
    differences: Mapped[dict[str, Any]] = mapped_column(default=dict)
    le: Mapped[datetime]
    annulee_le: Mapped[datetime | None]


class Convocation(Cloisonne, Base):
    """The notice to one member: where it went, and when it was received (acceptance by the mail server).

    `remise` says how; handed over on paper, `preuve` and `constatee_par_id` say what shows it and who noted it.
    """

    __tablename__ = "convocation"
    __table_args__ = (
        UniqueConstraint("seance_id", "mandataire_id", "lettre"),
        CheckConstraint(f"remise IN {REMISES}", name="remise"),
    )

    id: Mapped[cle]
    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id"))
    mandataire_id: Mapped[int] = mapped_column(ForeignKey("mandataire.id"), index=True)
    lettre: Mapped[str] = mapped_column(String(10))
    courriel: Mapped[str] = mapped_column(String(200), default="")
    envoyee_le: Mapped[datetime | None]
    recue_le: Mapped[datetime | None]
    erreur: Mapped[str] = mapped_column(Text, default="")
    remise: Mapped[str] = mapped_column(String(20), default="courriel")
    preuve: Mapped[str] = mapped_column(String(300), default="")
    constatee_par_id: Mapped[int | None]
    mandataire: Mapped[Mandataire] = relationship()
    seance: Mapped[Seance] = relationship()


class Presence(Cloisonne, Base):
    """A timed event of presence; a lost connection is never one: only a person records it.

    Its place in the treatment is `inscription_id` (None: before the opening) and `cote`, 0 before the point
    is discussed, 1 after. `a_distance`: seen and heard by the tool of the séance, not in the room.
    """

    __tablename__ = "presence"
    __table_args__ = (
        CheckConstraint(f"evenement IN {EVENEMENTS}", name="evenement"),
        Index("ix_presence_seance", "seance_id", "le"),
    )

    id: Mapped[cle]
    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id"))
    mandataire_id: Mapped[int] = mapped_column(ForeignKey("mandataire.id"), index=True)
    evenement: Mapped[str] = mapped_column(String(20))
    inscription_id: Mapped[int | None] = mapped_column(ForeignKey("inscription.id"), index=True)
    cote: Mapped[int] = mapped_column(default=0)
    a_distance: Mapped[bool] = mapped_column(default=False)
    motif: Mapped[str] = mapped_column(Text, default="")
    le: Mapped[datetime]
    saisi_par_id: Mapped[int]
    mandataire: Mapped[Mandataire] = relationship()


class Scrutin(Cloisonne, Base):
    """A vote. One open vote a séance and the rule of majority are held by the database.

    `instantane` (entitled, present, voted) is taken at close: a past vote never reads today's members.
    `lie_a_id`: the first of the propositions among which each member chooses one.
    """

    __tablename__ = "scrutin"
    __table_args__ = (
        CheckConstraint(f"mode IN {MODES}", name="mode"),
        CheckConstraint("etat IN ('cree', 'ouvert', 'clos', 'proclame')", name="etat"),
        Index(
            "uq_scrutin_un_seul_ouvert",
            "seance_id",
            unique=True,
            sqlite_where=text("etat = 'ouvert'"),
            postgresql_where=text("etat = 'ouvert'"),
        ),
    )

    id: Mapped[cle]
    seance_id: Mapped[int] = mapped_column(ForeignKey("seance.id"))
    inscription_id: Mapped[int] = mapped_column(ForeignKey("inscription.id"), index=True)
    lie_a_id: Mapped[int | None] = mapped_column(ForeignKey("scrutin.id"), index=True)
    mode: Mapped[str] = mapped_column(String(20))
    question: Mapped[str] = mapped_column(String(500), default="")
    etat: Mapped[str] = mapped_column(String(20), default="cree")
    tour: Mapped[int] = mapped_column(default=1)
    candidats: Mapped[list[Any]] = mapped_column(default=list)
    regle: Mapped[dict[str, Any]] = mapped_column(default=dict)
    instantane: Mapped[dict[str, Any]] = mapped_column(default=dict)
    comptes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    noms: Mapped[dict[str, Any]] = mapped_column(default=dict)
    votants: Mapped[int] = mapped_column(default=0)
    resultat: Mapped[str | None] = mapped_column(String(20))
    phrase: Mapped[str] = mapped_column(Text, default="")
    explication: Mapped[str] = mapped_column(Text, default="")
    cle_publique: Mapped[str | None] = mapped_column(Text)
    ouvert_le: Mapped[datetime | None]
    clos_le: Mapped[datetime | None]
    proclame_le: Mapped[datetime | None]
    seance: Mapped[Seance] = relationship(foreign_keys=[seance_id])
    inscription: Mapped[Inscription] = relationship(back_populates="scrutins", foreign_keys=[inscription_id])
    bulletins: Mapped[list[Bulletin]] = relationship(back_populates="scrutin", order_by="Bulletin.id")


class Bulletin(Cloisonne, Base):
    """A public ballot: one a member and a vote. `titre` says how: personnel, procuration, saisie.

    `historique` keeps the former choices of a ballot changed before the close.
    """

    __tablename__ = "bulletin"
    __table_args__ = (UniqueConstraint("scrutin_id", "mandataire_id"),)

    id: Mapped[cle]
    scrutin_id: Mapped[int] = mapped_column(ForeignKey("scrutin.id"))
    mandataire_id: Mapped[int] = mapped_column(ForeignKey("mandataire.id"), index=True)
    choix: Mapped[str] = mapped_column(String(80))
    titre: Mapped[str] = mapped_column(String(20), default="personnel")
    par_id: Mapped[int]
    le: Mapped[datetime]
    historique: Mapped[list[Any]] = mapped_column(default=list)
    scrutin: Mapped[Scrutin] = relationship(back_populates="bulletins")
    mandataire: Mapped[Mandataire] = relationship()


class Emargement(Cloisonne, Base):
    """Who voted in a secret vote: nothing else, no instant, no order that follows the ballots."""

    __tablename__ = "emargement"
    # WITHOUT ROWID: a hidden row number would keep the order of voting, which links voters to ballots.
    __table_args__ = (UniqueConstraint("scrutin_id", "mandataire_id"), {"sqlite_with_rowid": False})

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    scrutin_id: Mapped[int] = mapped_column(ForeignKey("scrutin.id"))
    mandataire_id: Mapped[int] = mapped_column(ForeignKey("mandataire.id"), index=True)


class BulletinScelle(Cloisonne, Base):
    """What was cast in a secret vote: a sealed box of fixed size under a random id; deleted at the close."""

    __tablename__ = "bulletin_scelle"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    scrutin_id: Mapped[int] = mapped_column(ForeignKey("scrutin.id"), index=True)
    boite: Mapped[bytes] = mapped_column(LargeBinary)


class Decision(Cloisonne, Base):
    """What was decided on an inscription: one, or several with their own label, articles and vote.

    `precision`: a point postponed `sine_die`, to the `prochaine` séance or to a day; withdrawn by its `auteur`.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("inscription_id", "rang"),
        CheckConstraint(f"issue IN {ISSUES}", name="issue"),
    )

    id: Mapped[cle]
    inscription_id: Mapped[int] = mapped_column(ForeignKey("inscription.id"))
    rang: Mapped[int] = mapped_column(default=1)
    libelle: Mapped[str] = mapped_column(String(300), default="")
    articles: Mapped[str] = mapped_column(Text, default="")
    issue: Mapped[str] = mapped_column(String(20))
    precision: Mapped[str] = mapped_column(String(20), default="")
    scrutin_id: Mapped[int | None] = mapped_column(ForeignKey("scrutin.id"), index=True)
    phrase: Mapped[str] = mapped_column(Text, default="")
    decide_par_id: Mapped[int]
    le: Mapped[datetime]
    inscription: Mapped[Inscription] = relationship(back_populates="decisions")
    scrutin: Mapped[Scrutin | None] = relationship()
