"""What a document needs to know, as plain values: the upper rooms fill it from the database.

Every sentence (presence, movement, vote, opening) comes ready made: the grammar of names and functions
belongs to the séance. `*_html` fields are rich text fragments; everything else is plain text.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Etablissement:
    """The authority that speaks: what stands in the head of each document."""

    nom: str
    adresse: str = ""
    province: str = ""
    arrondissement: str = ""
    courriel: str = ""
    telephone: str = ""
    site: str = ""
    lieu: str = ""
    armes: str = ""
    """Arms as a `data:image/…` address; empty: a plain shield."""


@dataclass(frozen=True, slots=True)
class Corps:
    """The deciding body: « le Conseil communal ». `genre` f for « la Commission ».

    `double_forme`: its lists of presence name women and men apart.
    """

    nom: str
    type: str = "libre"
    genre: str = "m"
    code: str = ""
    double_forme: bool = False


@dataclass(frozen=True, slots=True)
class Personne:
    """One line of a presence list: « Mme Solange Hennequart », « bourgmestre, présidente », « présente »."""

    nom: str
    qualite: str = ""
    presence: str = ""
    genre: str = "m"
    groupe: str = "present"
    """`present`, `connecte`, `excuse`, `absent` or `secretaire`: under which heading the line stands."""


@dataclass(frozen=True, slots=True)
class Signataire:
    """A hand at the foot of an act. `champ` names the signature field in the PDF."""

    nom: str
    qualite: str
    champ: str = ""
    mention: str = ""
    """Delegation mention, which must stand before the name and quality (art. L1132-4 CDLD)."""
    fonction: str = ""
    mandataire_id: int | None = None
    a_signe: bool = False
    """True on an extract: the original bears the signature, printed « (s) »."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision of a point: its vote sentence and, where it has its own, its articles."""

    libelle: str = ""
    phrase_vote: str = ""
    phrase_issue: str = ""
    dispositif_html: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A point as treated: its text, its sentences, what came before and after it."""

    numero: str
    titre: str
    reference: str = ""
    service: str = ""
    titre_public: str = ""
    """What a notice says of a closed point; empty: « Huis clos » and its article."""
    nature: str = "decision"
    rubrique: str = ""
    rapporteur: str = ""
    demandeur: str = ""
    huis_clos: bool = False
    base_huis_clos: str = ""
    urgent: bool = False
    """Added after the notice or urgent in law: its number bears « (U) »."""
    urgence: str = ""
    decisionnel: bool = True
    verbe: str = ""
    """Verb printed when the text has none: « DÉCIDE », « PREND ACTE »; empty: « Décide »."""
    a_discuter: bool = False
    depose: bool = False
    """Filed by a member of the assembly (L1122-24)."""
    repris: bool = False
    """Placed for the second or third time, after a séance without quorum (L1122-17)."""
    vers_conseil: bool = False
    montant: str = ""
    avis: tuple[str, ...] = ()
    note_html: str = ""
    rapport_html: str = ""
    motivation_html: str = ""
    dispositif_html: str = ""
    decisions: tuple[Decision, ...] = ()
    avant: tuple[str, ...] = ()
    apres: tuple[str, ...] = ()
    interventions: tuple[str, ...] = ()
    presents: tuple[Personne, ...] = ()
    """Presence at this very point, printed on its extract; empty: the séance's list."""
    mentions: tuple[str, ...] = ()
    """Marginal mentions: « Approuvé par arrêté ministériel du … »."""
    annexes: tuple[str, ...] = ()
    retire: bool = False


@dataclass(frozen=True, slots=True)
class Seance:
    """A séance: when, where, who, and the sentences that open and close it."""

    jour: date
    heure: str = ""
    lieu: str = ""
    numero: int | None = None
    annee: int | None = None
    type: str = "ordinaire"
    convocation: int = 1
    publique: bool = True
    ouverture: tuple[str, ...] = ()
    cloture: tuple[str, ...] = ()
    approbation: str = ""
    presences: tuple[Personne, ...] = ()
    motif_urgence: str = ""
    lien: str = ""
    consultation: str = ""
    base_convocation: str = ""
    jour_convocation: date | None = None
    version: str = ""
    changements: tuple[str, ...] = ()
    carence: bool = False
    """The quorum was missing: nothing was treated (L1122-17)."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything a document of a séance may draw on."""

    etablissement: Etablissement
    corps: Corps
    seance: Seance
    points: tuple[Point, ...] = ()
    signataires: tuple[Signataire, ...] = ()
    projet: bool = False
    partie: str = "publique"
    """`publique`, `huis_clos` or `integrale`: public and closed minutes are two documents."""
    reference: str = ""
    emis_le: date | None = None
    verification: str = ""
    destinataire: str = ""
    intitule: str = ""
    """What an authority's own act is: « Arrêté », « Ordonnance de police »."""
    recours: str = ""
    """The way of appeal, printed on an individual or police measure."""


@dataclass(frozen=True, slots=True)
class PieceJointe:
    """One line of an inventory."""

    nom: str
    pages: str = ""
    sha256: str = ""
    statut: str = ""


@dataclass(frozen=True, slots=True)
class LignePresence:
    """A member over a period: séances held, attended, and what is due (in cents)."""

    nom: str
    tenues: int = 0
    presences: int = 0
    du: int = 0


@dataclass(frozen=True, slots=True)
class EtatPresences:
    """The attendance sheet of an organe over a period; `valide_le` is empty as long as it may change."""

    du: date
    au: date
    lignes: tuple[LignePresence, ...] = ()
    jeton: int = 0
    seances: tuple[date, ...] = ()
    valide_le: date | None = None


@dataclass(frozen=True, slots=True)
class Suite:
    """What follows an act: sending, notification, publication."""

    autorite: str = ""
    canal: str = ""
    base: str = ""
    regime: str = ""
    jour_acte: date | None = None
    jour_envoi: date | None = None
    echeance: date | None = None
    pieces: tuple[PieceJointe, ...] = ()
    avis: str = ""
    contact: str = ""
    deposant: str = ""
    votre_reference: str = ""
    agent: str = ""
    recommande: str = ""
    recours: str = ""
    tutelle: str = ""
    adresse_publique: str = ""
    entree_en_vigueur: str = ""
    registre: str = ""
    publie_le: str = ""
    empreinte: str = ""
    personne: str = ""
    adresses: tuple[str, ...] = field(default=())
