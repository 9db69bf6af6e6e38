"""What the public search promises, for the served document."""

from __future__ import annotations

from datetime import date

from college.api.formes import Vue


class ValeurVue(Vue):
    """One value of a facet: a filter takes `valeur`."""

    valeur: str
    libelle: str
    nombre: int


class TrouveVu(Vue):
    """`url` is the permanent address."""

    id: int
    titre: str
    organe: dict[str, str]
    date: date
    extrait_html: str
    url: str
    pdf: str | None


class DecisionsVues(Vue):
    """`total` is exact."""

    total: int
    elements: list[TrouveVu]
    facettes: dict[str, list[ValeurVue]]
