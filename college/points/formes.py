"""What the API promises of a point, for the served document."""

from __future__ import annotations

from typing import Literal

from college.api.formes import Lien, Vue
from college.points.valeurs import Phase


class EtatVu(Vue):
    """Where the point stands; `etape` is null outside validation."""

    phase: Phase
    etape: str | None
    libelle: str


class RevisionVue(Vue):
    """Which text this is."""

    numero: int
    empreinte: str


class ActionVue(Vue):
    """A button; `motif` says why it is grey."""

    code: str
    libelle: str
    possible: bool
    motif: str | None


class LienVu(Vue):
    """To or from another point."""

    type: str
    sens: Literal["vers", "de"]


class PointVu(Vue):
    """`GET /points/{id}`."""

    id: int
    reference: str
    titre: str
    nature: str
    organe: Lien
    service: Lien
    etat: EtatVu
    revision: RevisionVue
    actions: list[ActionVue]
    lien: list[LienVu]
