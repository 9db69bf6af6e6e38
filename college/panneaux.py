"""Panels that an upper room hangs in a lower room's page, rendered blind by the lower room.

`actes` registers a panel « point » and the page of a point shows it without knowing acts.
A panel is `(acteur, objet) -> Panneau | None`; a tracker step is `(acteur, objet) -> list[dict]`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Panneau:
    """A title, the template that draws it, and the plain data that it shows."""

    titre: str
    gabarit: str
    donnees: dict[str, Any] = field(default_factory=dict)


_panneaux: dict[str, list[Callable[..., Panneau | None]]] = defaultdict(list)
_etapes: dict[str, list[Callable[..., list[dict[str, Any]]]]] = defaultdict(list)


def panneau(emplacement: str) -> Callable[[Callable[..., Panneau | None]], Callable[..., Panneau | None]]:
    """Register a panel at a place: « point », « seance », « a_faire », « menu »."""

    def enregistrer(fonction: Callable[..., Panneau | None]) -> Callable[..., Panneau | None]:
        if fonction not in _panneaux[emplacement]:
            _panneaux[emplacement].append(fonction)
        return fonction

    return enregistrer


def etapes_de_suivi(emplacement: str) -> Callable[..., Any]:
    """Register tracker steps that come after those of the lower room."""

    def enregistrer(fonction: Callable[..., list[dict[str, Any]]]) -> Callable[..., list[dict[str, Any]]]:
        if fonction not in _etapes[emplacement]:
            _etapes[emplacement].append(fonction)
        return fonction

    return enregistrer


def panneaux_de(emplacement: str, acteur: Any, objet: Any) -> list[Panneau]:
    """The panels to show at a place for this person and object."""
    vus = (fonction(acteur, objet) for fonction in _panneaux[emplacement])
    return [vu for vu in vus if vu is not None]


def etapes_de(emplacement: str, acteur: Any, objet: Any) -> list[dict[str, Any]]:
    """The further tracker steps of an object."""
    return [etape for fonction in _etapes[emplacement] for etape in fonction(acteur, objet)]
