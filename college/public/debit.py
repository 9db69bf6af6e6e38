"""How often one address may search: a bucket that refills, so that one robot does not slow everybody."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict

from college.erreurs import TropDeRequetes

RESERVE = 300.0
PAR_SECONDE = 60.0
ADRESSES_MAX = 10_000

_verrou = threading.Lock()
_seaux: OrderedDict[str, tuple[float, float]] = OrderedDict()


def prelever(adresse: str) -> None:
    """Take one search; refuse with a sentence when the bucket is empty."""
    instant = time.monotonic()
    with _verrou:
        reste, vu = _seaux.pop(adresse, (RESERVE, instant))
        reste = min(RESERVE, reste + (instant - vu) * PAR_SECONDE)
        _seaux[adresse] = (max(0.0, reste - 1), instant)
        if len(_seaux) > ADRESSES_MAX:
            _seaux.popitem(last=False)
    if reste < 1:
        raise TropDeRequetes("Trop de recherches à la fois depuis votre adresse\u00a0: patientez une minute.", 60)
