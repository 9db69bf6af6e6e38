"""News from a lower room to the upper ones, without an import: told inside the same transaction.

`seances.arreter` announces « seance.arretee »; the room `actes` has subscribed and makes the acts before
the call answers. What may wait goes by the outbox instead.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_abonnes: dict[str, list[Callable[..., Any]]] = defaultdict(list)


def abonner(nom: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Subscribe a function to the news `nom`; order of subscription is order of call."""

    def enregistrer(fonction: Callable[..., Any]) -> Callable[..., Any]:
        if fonction not in _abonnes[nom]:
            _abonnes[nom].append(fonction)
        return fonction

    return enregistrer


def annoncer(nom: str, **faits: Any) -> list[Any]:
    """Tell the news; returns the subscribers' answers. What one refuses, refuses the whole act."""
    return [fonction(**faits) for fonction in _abonnes[nom]]
