"""What the validation chain works on, as plain values: PURE. Rows become these in `requetes`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, NamedTuple

from college.points.definition import Chaine, Etape

Nature = Literal[
    "decision",
    "prise_acte",
    "communication",
    "information",
    "avis",
    "ratification",
    "election",
    "installation",
    "question",
    "interpellation",
    "motion",
    "reglement",
    "ordonnance",
    "pv",
    "urgence",
]


class Phase(StrEnum):
    """Where a point stands in its life."""

    BROUILLON = "brouillon"
    EN_VALIDATION = "en_validation"
    VALIDE = "valide"
    INSCRIT = "inscrit"
    DECIDE = "decide"
    RETIRE = "retire"


class Action(StrEnum):
    """What a person does to a point; the last three are told by the séance, never offered here."""

    SOUMETTRE = "soumettre"
    VISER = "viser"
    RENDRE_AVIS = "rendre_avis"
    RENVOYER = "renvoyer"
    REPRENDRE = "reprendre"
    DEMANDER_AVIS = "demander_avis"
    RETIRER = "retirer"
    DUPLIQUER = "dupliquer"
    TRANSMETTRE_ORGANE = "transmettre_organe"
    DECIDER_HORS_SEANCE = "decider_hors_seance"
    PASSER_OUTRE = "passer_outre"
    INSCRIRE = "inscrire"
    DESINSCRIRE = "desinscrire"
    DECIDER = "decider"


class Statut(StrEnum):
    """What a step is for this point, now."""

    FAIT = "fait"
    COURANT = "courant"
    SAUTE = "saute"
    A_VENIR = "a_venir"


AVIS = {
    "favorable": "favorable",
    "favorable_avec_remarques": "favorable avec remarques",
    "reserve": "réservé",
    "defavorable": "défavorable",
    "sans_objet": "sans objet",
    "remis_sans_avis": "remis sans avis",
}


class Titulaire(NamedTuple):
    """Somebody who holds a step; `au_nom_de` is the absent agent for whom they do."""

    agent_id: int
    nom: str
    au_nom_de: int | None = None


Liste = Sequence[Titulaire]


@dataclass(frozen=True, slots=True)
class Titulaires:
    """Who holds what for one point: `etapes` by step code, `avis` by code of the group asked.

    `initiative` are the groups that may give an advice without being asked, `editeurs` who may edit at a step
    without holding it.
    """

    etapes: Mapping[str, Liste] = field(default_factory=dict)
    auteurs: Liste = ()
    secretaires: Liste = ()
    autorites: Liste = ()
    avis: Mapping[str, Liste] = field(default_factory=dict)
    noms_avis: Mapping[str, str] = field(default_factory=dict)
    initiative: Mapping[str, Liste] = field(default_factory=dict)
    editeurs: Mapping[str, Liste] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Faits:
    """What the revision under validation says, and what the house knows of it today.

    `valeurs` are the declared facts of the chain's conditions, `empreinte` the fingerprint of the text,
    `manques` what keeps the point from being proposed, `echeances` the last day of each step's delay, `issue` how a
    séance decided it.
    """

    valeurs: Mapping[str, Any] = field(default_factory=dict)
    empreinte: str = ""
    manques: tuple[str, ...] = ()
    echeances: Mapping[str, date] = field(default_factory=dict)
    aujourdhui: date = date.min
    hors_seance: bool = False
    transmis: tuple[str, ...] = ()
    issue: str = ""


class Passage(NamedTuple):
    """One act on the chain, tied to the text it was done on; append-only.

    `couvre` are the steps that a visa settles (several with a shortcut), `sautees` those that it passed
    over because nobody held them: naming a holder later does not send the point back.
    """

    action: Action
    acteur_id: int
    acteur_nom: str
    le: datetime
    etape: str | None = None
    vers: str | None = None
    au_nom_de: int | None = None
    commentaire: str = ""
    empreinte: str = ""
    valeur: str | None = None
    couvre: tuple[str, ...] = ()
    sautees: tuple[str, ...] = ()


class VueEtape(NamedTuple):
    """A step of this point: its state, why, and the passage that settled it."""

    etape: Etape
    statut: Statut
    titulaires: Liste = ()
    motif: str = ""
    passage: Passage | None = None
    vacante: bool = False
    echue: bool = False
    outrepassee: bool = False

    @property
    def code(self) -> str:
        return self.etape.code


class VueAvis(NamedTuple):
    """An advice asked outside the chain, and the answer once given."""

    code: str
    nom: str
    demande: Passage
    rendu: Passage | None
    titulaires: Liste


class Etat(NamedTuple):
    """The fold of a point: everything that screens, counters and `decider` need."""

    chaine: Chaine
    phase: Phase
    vues: tuple[VueEtape, ...]
    avis: tuple[VueAvis, ...]
    ouvertes: tuple[VueEtape, ...]
    faits: Faits
    titulaires: Titulaires
    depuis: datetime | None
    soumis: Passage | None
    renvoi: Passage | None
    dernier_visa: Passage | None

    @property
    def courante(self) -> VueEtape | None:
        """The step where the point stands, null outside validation (contract §8)."""
        return self.ouvertes[0] if self.phase is Phase.EN_VALIDATION and self.ouvertes else None

    @property
    def etape(self) -> str | None:
        courante = self.courante
        return courante.code if courante else None

    def vue(self, code: str) -> VueEtape | None:
        return next((vue for vue in self.vues if vue.etape.code == code), None)


class ActionPossible(NamedTuple):
    """A button: lit when `possible`, otherwise greyed with the sentence `motif`."""

    code: str
    libelle: str
    possible: bool
    motif: str = ""
    vers: str | None = None
    demande: tuple[str, ...] = ()
