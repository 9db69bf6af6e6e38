"""What the API promises of a séance, its agenda, its presences and its votes, for the served document."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from college.api.formes import Lien, Vue

Etat = Literal[
    "en_preparation", "convoquee", "ouverte", "suspendue", "levee", "arretee", "pv_approuve", "archivee", "annulee"
]


class QuorumVu(Vue):
    """How many sit, how many must."""

    requis: int
    presents: int
    atteint: bool
    explication: str


class ActionVue(Vue):
    """A button; `motif` says why it is grey."""

    code: str
    libelle: str
    possible: bool
    motif: str


class SeanceVue(Vue):
    """`GET /seances/{id}`."""

    id: int
    organe: Lien
    debut: datetime
    type: Literal["ordinaire", "extraordinaire"]
    convocation: Literal[1, 2, 3]
    etat: Etat
    revision: int
    quorum: QuorumVu
    actions: list[ActionVue]


class LigneVue(Vue):
    """A line of the agenda; `point` is null for who may not hear it."""

    id: int
    numero: str
    reference: str
    titre: str
    huis_clos: bool
    point: dict[str, Any] | None
    decision: dict[str, Any] | None


class OrdreDuJourVu(Vue):
    """`version` is `projet`, then A, B, …"""

    version: str
    inscriptions: list[LigneVue]


class PresencesVues(Vue):
    """Who is there now, by `identifiant`."""

    presents: list[str]
    quorum: QuorumVu


class ScrutinVu(Vue):
    """While open, only how many voted; `noms` come with a public result."""

    id: int
    etat: Literal["cree", "ouvert", "clos", "proclame"]
    mode: Literal["public", "secret", "unanimite", "election"]
    votants: int
    comptes: dict[str, Any] | None
    resultat: str | None
    phrase: str
    explication: str


class RefusVu(Vue):
    """A line that was not decided."""

    inscription: int
    motif: str


class DecisionsVues(Vue):
    """Many at once, answered one by one."""

    faits: list[int]
    refuses: list[RefusVu]
