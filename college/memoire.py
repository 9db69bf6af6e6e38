"""A lean process: few arenas for its many threads, and what is freed is given back to the system."""

from __future__ import annotations

import ctypes

from college.boite_envoi import periodique

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
ARENES = 2
GRAND = 256 * 1024  # bytes: what is larger lives outside the arenas, and leaves no hole in them
REGLAGES = {_M_ARENA_MAX: ARENES, _M_MMAP_THRESHOLD: GRAND, _M_TRIM_THRESHOLD: GRAND}


def borner() -> bool:
    """Say it before the threads start; False where the C library is not glibc."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and all(mallopt(reglage, valeur) for reglage, valeur in REGLAGES.items())


@periodique(20)
def rendre() -> bool:
    """Give back what many short requests left in pieces (a third of a busy process); False where nothing can be."""
    malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return malloc_trim is not None and bool(malloc_trim(0))
