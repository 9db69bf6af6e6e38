"""A lean process: few arenas for its many threads, so that freed memory is given back and used again."""

from __future__ import annotations

import ctypes

_M_ARENA_MAX = -8
ARENES = 2


def borner() -> bool:
    """Say it before the threads start; False where the C library is not glibc."""
    bibliotheque = ctypes.CDLL(None)
    mallopt = getattr(bibliotheque, "mallopt", None)
    return bool(mallopt and mallopt(_M_ARENA_MAX, ARENES))
