"""The background work of an installation: threads, or the hand-over to RQ where Redis is set."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

from college.repartiteur import Repartiteur
from college.settings import Settings
from college.tutelle import demonstration


class TravailDeFond(Protocol):
    """What a process holds of it: how to stop."""

    def arreter(self) -> None: ...


def demarrer(settings: Settings) -> TravailDeFond:
    """Start it in this process (`coulisse` gives it one of its own).

    A demonstration without an e-tutelle address also gets the simulated authority. Redis and RQ weigh six megabytes:
    they are loaded only where they serve.
    """
    if settings.redis_url:
        fond: TravailDeFond = import_module("college.taches").aiguiller(settings)
        return fond
    demonstration.demarrer(settings)
    return Repartiteur().demarrer()
