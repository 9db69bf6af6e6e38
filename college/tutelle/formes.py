"""What the API promises of an envoi, for the served document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from college.api.formes import Vue


class AccuseVu(Vue):
    """What the authority acknowledged."""

    type: str
    recu_le: datetime
    reference: str | None


class EcheanceVue(Vue):
    """A date that counts, and the rule that gives it."""

    type: str
    date: date
    regle: str


class EnvoiVu(Vue):
    """`GET /envois/{id}`."""

    id: int
    etat: str
    reference: str | None
    tentatives: int
    accuses: list[AccuseVu]
    echeances: list[EcheanceVue]
    echanges: list[dict[str, Any]]
