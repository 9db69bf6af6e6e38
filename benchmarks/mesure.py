"""What a measure is, and how it is taken: several runs, the median kept, the worst shown."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Mesure:
    """One line of the table: what, how much of it, ours, the bar, and who it is measured beside."""

    code: str
    quoi: str
    taille: str
    valeur: float
    unite: str
    barre: float | None = None
    pire: float | None = None
    a_cote: str = ""

    @property
    def tenue(self) -> bool | None:
        """True within the bar; None where there is none."""
        return None if self.barre is None else self.valeur <= self.barre

    def en_clair(self) -> dict[str, Any]:
        """For `results/latest.json`."""
        return asdict(self) | {"tenue": self.tenue}


def chronometrer(faire: Callable[[], Any], fois: int = 5, a_vide: int = 1) -> tuple[float, float]:
    """Median and worst of `fois` runs, in milliseconds, after `a_vide` runs for nothing."""
    for _ in range(a_vide):
        faire()
    durees = []
    for _ in range(fois):
        debut = time.perf_counter()
        faire()
        durees.append((time.perf_counter() - debut) * 1000)
    return statistics.median(durees), max(durees)
