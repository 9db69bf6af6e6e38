"""What the web process and the one of the background work say to each other: two pipes, made before they part.

One way « look at the outbox », the other way short lines. Neither side ever waits for the other: a pipe that is full
already says « look », and a line that finds no room is lost (the bells that travel here may be: `seances.sonnette`).
"""

from __future__ import annotations

import os
import select
from contextlib import suppress

PLEIN = 1 << 16  # all that a pipe holds: no line is ever read by halves


class Cordon:
    """The two pipes. Whoever keeps this process alive keeps both ends, so that either side may be started again."""

    def __init__(self) -> None:
        self._attente, self._reveil = os.pipe()
        self._oreille, self._voix = os.pipe()
        for bout in (self._attente, self._reveil, self._oreille, self._voix):
            os.set_blocking(bout, False)

    def tirer(self) -> None:
        """Wake the other side; pulls that come together are one."""
        with suppress(BlockingIOError):
            os.write(self._reveil, b"!")

    def attendre(self, delai: float) -> bool:
        """True if it was pulled, at once; False after the delay."""
        return bool(_lire(self._attente, delai))

    def dire(self, ligne: str) -> None:
        """Say a line of less than 512 bytes: it arrives whole or not at all."""
        with suppress(BlockingIOError):
            os.write(self._voix, f"{ligne}\n".encode())

    def entendre(self, delai: float) -> list[str]:
        """The lines said, as soon as there is one; none after the delay."""
        return _lire(self._oreille, delai).decode().splitlines()


def _lire(bout: int, delai: float) -> bytes:
    """What is there, after waiting for it; nothing too when another reader of the same end was faster."""
    if not select.select([bout], [], [], delai)[0]:
        return b""
    with suppress(BlockingIOError):
        return os.read(bout, PLEIN)
    return b""
