"""A piece of work done in a fork: what it does to the process stays there, and its time is limited."""

from __future__ import annotations

import os
import resource
import signal
import time
from collections.abc import Callable

PATIENCE = 600.0  # seconds on the clock: a mutant may wait for ever
PLANTE = 3  # the exit code of a work that raised instead of answering


def bifurquer(travail: Callable[[], int], secondes: int, patience: float = PATIENCE) -> tuple[int, float]:
    """The exit code of a fork that does `travail`, and its seconds of work.

    One that works beyond `secondes` is killed by the system, one that waits beyond `patience` by us.
    """
    numero = os.fork()
    if not numero:
        code = PLANTE
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (secondes, secondes))
            code = travail()
        finally:
            os._exit(code)
    fin = time.monotonic() + patience
    while time.monotonic() < fin:
        fini, etat, cout = os.wait4(numero, os.WNOHANG)
        if fini:
            return os.waitstatus_to_exitcode(etat), cout.ru_utime + cout.ru_stime
        time.sleep(0.002)
    os.kill(numero, signal.SIGKILL)
    os.waitpid(numero, 0)
    return -signal.SIGKILL, patience
