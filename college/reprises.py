"""When to try again: PURE. Full-jitter exponential back-off, so that a thousand messages do not come back at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import SystemRandom

BASE = 1.0
PLAFOND = 60.0
BAIL = timedelta(seconds=30)
"""How long a claim holds without being renewed: what a killed process costs."""

_hasard = SystemRandom().random


def attente(tentatives: int, tirage: Callable[[], float] = _hasard) -> timedelta:
    """How long to wait after `tentatives` failed tries: anything up to 2^n seconds, one minute at most."""
    plafond = min(PLAFOND, BASE * 2 ** min(tentatives, 10))
    return timedelta(seconds=plafond * tirage())


def prochaine(instant: datetime, tentatives: int) -> datetime:
    """The instant of the next try."""
    return instant + attente(tentatives)
