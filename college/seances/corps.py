"""Bodies and queries of the séances calls."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from college.api import Corps, Filtre
from college.horloge import de_belgique
from college.seances.cycle import ACTIONS
from college.seances.decision import ISSUES
from college.seances.sieges import CAUSES

Ref = int | str
Texte = Annotated[str, Field(max_length=2000)]
Html = Annotated[str, Field(max_length=400_000)]


def _en_belgique(instant: datetime) -> datetime:
    """An instant without a zone is read on a clock in Belgium."""
    return de_belgique(instant) if instant.tzinfo is None else instant


def _connu(codes: Collection[str]) -> AfterValidator:
    """One of these codes, or the list of them as the sentence at the field."""

    def choisir(code: str) -> str:
        if code not in codes:
            raise ValueError(f"Choisissez parmi : {', '.join(codes)}.")
        return code

    return AfterValidator(choisir)


Issue = Annotated[str, _connu(ISSUES)]


Instant = Annotated[datetime, AfterValidator(_en_belgique)]


class SeanceCorps(Corps):
    """A new séance."""

    organe: Ref
    debut: Instant
    lieu: str = Field(default="", max_length=200)
    lien_video: str = Field(default="", max_length=300)
    type: Literal["ordinaire", "extraordinaire"] = "ordinaire"
    convocation: Literal[1, 2, 3] = 1
    precedente: int | None = None


class SerieCorps(Corps):
    """A series of séances: the rhythm between two days."""

    organe: Ref
    du: date
    au: date
    jour: int = Field(ge=0, le=6)
    heure: time
    rythme: Literal["semaine", "quinzaine", "mois"] = "semaine"
    rang: int = Field(default=1, ge=1, le=5)
    lieu: str = Field(default="", max_length=200)
    sauf: str = Field(default="", max_length=200)
    essai: bool = False


class UrgenceCorps(Corps):
    """An urgent point, in one call."""

    titre: str = Field(max_length=500)
    service: str = Field(max_length=120)
    motif: Texte
    motivation: Html = ""
    dispositif: Html = ""
    huis_clos: bool = False
    passer_outre: Texte = ""


class SeancesFiltre(Filtre):
    """Which séances."""

    organe: str | None = None
    etat: str | None = None
    depuis: Instant | None = None
    jusqu_a: Instant | None = None


class InscriptionCorps(Corps):
    """A point to put on the agenda."""

    point: Ref
    huis_clos: bool | None = None
    sous_point: bool = False
    section: str = Field(default="", max_length=200)
    motif_urgence: Texte = ""
    passer_outre: Texte = ""
    normal: bool = False


class DeplacementCorps(Corps):
    """Where a line goes, or what it says of itself."""

    avant: int | None = None
    apres: int | None = None
    numero: int | str | None = None
    huis_clos: bool | None = None
    sous_point: bool | None = None
    section: str | None = Field(default=None, max_length=200)
    a_discuter: bool | None = None
    titre: str | None = Field(default=None, max_length=500)
    titre_public: str | None = Field(default=None, max_length=500)
    motivation: Html | None = None
    dispositif: Html | None = None
    observations: Html | None = None
    motif: Texte = ""


class HabitantCorps(Corps):
    """Who interpellates the conseil."""

    nom: str = Field(max_length=160)
    adresse: str = Field(max_length=300)
    naissance: date


class DepotCorps(Corps):
    """An item filed by a member, or an inhabitant's interpellation entered by the secretary."""

    genre: Literal["point", "interpellation", "question"] = "point"
    titre: str = Field(max_length=500)
    note: Html = ""
    dispositif: Html = ""
    habitant: HabitantCorps | None = None
    passer_outre: Texte = ""


class AnnotationCorps(Corps):
    """A member's note on a point."""

    texte: str = Field(max_length=10_000)
    partagee: bool = False


class SignalementCorps(Corps):
    """A member asks for a debate, or no longer does."""

    a_discuter: bool = True


class OrdreDuJourFiltre(Corps):
    """Which version of the agenda; the present one without it."""

    version: str | None = Field(default=None, max_length=10)


class ObservationCorps(Corps):
    """An observation on minutes."""

    texte: str = Field(default="", max_length=4000)
    auteur: str = Field(default="", max_length=160)
    inscription: int | None = None
    partie: Literal["", "publique", "huis_clos", "integrale"] = ""
    au_lieu_de: str = Field(default="", max_length=2000)
    lire: str = Field(default="", max_length=2000)
    adoptee: bool | None = None


class ActionCorps(Corps):
    """A step in the life of the séance."""

    action: Annotated[str, _connu(ACTIONS)]
    passer_outre: Texte = ""
    motif_urgence: Texte = ""
    motif: Texte = ""
    commentaire: Texte = ""
    confirmer: bool = False
    remplacer_formules: bool = False
    inscriptions: list[int] = Field(default_factory=list)
    observations: list[ObservationCorps] = Field(default_factory=list)


class PresenceCorps(Corps):
    """A movement of a member."""

    mandataire: Ref
    evenement: Literal["arrive", "quitte", "revient", "excuse", "absent", "se_retire"]
    inscription: int | None = None
    le: Instant | None = None
    motif: Texte = ""
    a_distance: bool = False


class DistanceCorps(Corps):
    """What the notice says of sitting from elsewhere."""

    motif: Texte = ""
    outil: str = Field(default="", max_length=200)
    explication: Texte = ""


class SallePhysiqueCorps(Corps):
    """Is this point reserved to those who are in the room?"""

    presence_physique: bool = True


class InstallationCorps(Corps):
    """Who takes office at that point; a person not known yet is named."""

    mandataire: Ref | None = None
    prenom: str = Field(default="", max_length=80)
    nom: str = Field(default="", max_length=80)
    genre: Literal["", "f", "m"] = ""
    groupe: str = Field(default="", max_length=60)
    fonction: str = Field(default="conseiller", max_length=40)
    rang: int = Field(default=0, ge=0, le=999)
    passer_outre: Texte = ""


class FinMandatCorps(Corps):
    """Whose mandate ends at that point, and why."""

    mandataire: Ref
    cause: Annotated[str, _connu(CAUSES)] = "demission"
    passer_outre: Texte = ""


class AnnulationMandatCorps(Corps):
    """What was noted of that person at that point was a mistake."""

    mandataire: Ref
    passer_outre: Texte = ""


class ExceptionCorps(Corps):
    """One member who did not vote as the others."""

    mandataire: Ref
    choix: str


class ScrutinCorps(Corps):
    """A vote to create."""

    mode: Literal["public", "secret", "unanimite", "election"]
    question: str = Field(default="", max_length=500)
    exceptions: list[ExceptionCorps] = Field(default_factory=list)
    candidats: list[str | dict[str, Any]] = Field(default_factory=list, max_length=200)
    tour: int = Field(default=1, ge=1, le=9)
    postes: int = Field(default=1, ge=1, le=50)
    objet: Literal["proposition", "urgence", "huis_clos", "amendement"] = "proposition"
    lie_a: int | None = None
    passer_outre: Texte = ""


class ActionScrutinCorps(Corps):
    action: Literal["ouvrir", "clore", "proclamer"]


class BulletinCorps(Corps):
    """One ballot."""

    choix: str = Field(max_length=80)
    mandataire: Ref | None = None
    titre: Literal["personnel", "procuration", "saisie"] | None = None


class DepouillementCorps(Corps):
    """Counts of a paper ballot or of a show of hands."""

    comptes: dict[str, Annotated[int, Field(ge=0, le=100_000)]] = Field(min_length=1)
    naissances: dict[str, date] = Field(default_factory=dict)


class DecisionCorps(Corps):
    """The outcome of a point."""

    issue: Issue
    precision: str = Field(default="", max_length=20)
    dispositif: Html | None = None
    libelle: str = Field(default="", max_length=300)
    articles: Html = ""
    scrutin: int | None = None
    mode: Literal["", "unanimite"] = ""
    exceptions: list[ExceptionCorps] = Field(default_factory=list)
    passer_outre: Texte = ""


class DecisionsCorps(Corps):
    """The same outcome for many points."""

    issue: Issue
    plage: tuple[int | str, int | str] | None = None
    inscriptions: list[int] | None = None
    sauf: list[int | str] = Field(default_factory=list)
    mode: Literal["", "unanimite"] = ""
    exceptions: list[ExceptionCorps] = Field(default_factory=list)


class DirectFiltre(Corps):
    """Since which revision."""

    depuis: int = Field(default=-1, ge=-1)
