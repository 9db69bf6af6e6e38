"""One at a time for each thing, among the threads of this process: two never make the same file at once.

Between processes the rows decide; what two of them made twice has the same bytes.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

_garde = threading.Lock()
_files: dict[Hashable, tuple[threading.Lock, int]] = {}


@contextmanager
def tour(*cle: Hashable) -> Iterator[None]:
    """Wait for whoever holds that key; others go on meanwhile."""
    with _garde:
        verrou, attendus = _files.get(cle, (threading.Lock(), 0))
        _files[cle] = verrou, attendus + 1
    try:
        with verrou:
            yield
    finally:
        with _garde:
            verrou, attendus = _files.pop(cle)
            if attendus > 1:
                _files[cle] = verrou, attendus - 1
