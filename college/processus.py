"""What a forked copy says of itself to the system, where the system listens (Linux); elsewhere nothing."""

from __future__ import annotations

import ctypes
import signal

_MOURIR_AVEC_LE_PARENT, _NOMMER = 1, 15  # PR_SET_PDEATHSIG, PR_SET_NAME


def nommer(nom: bytes) -> None:
    """The name that `ps` and `top` show, fifteen letters at most."""
    _dire(_NOMMER, nom)


def suivre_le_parent() -> None:
    """End when the parent does, however it ends."""
    _dire(_MOURIR_AVEC_LE_PARENT, int(signal.SIGTERM))


def _dire(sujet: int, valeur: bytes | int) -> None:
    if (prctl := getattr(ctypes.CDLL(None), "prctl", None)) is not None:
        prctl(sujet, valeur, 0, 0, 0)
