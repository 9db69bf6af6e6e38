"""Is the background work of this installation alive? Its process holds a file of the data folder while it lives.

The system lets go of the file when the process dies, however it dies: nothing to beat, nothing to clean up.
"""

from __future__ import annotations

import fcntl
from pathlib import Path
from typing import IO

NOM = "fond.verrou"


def tenir(dossier: Path) -> IO[bytes]:
    """Present until the file is closed, here and in every copy of this process; several may be at once."""
    fichier = (dossier / NOM).open("ab")
    fcntl.flock(fichier, fcntl.LOCK_SH)
    return fichier


def tenue(dossier: Path) -> bool:
    """Is somebody present?"""
    try:
        with (dossier / NOM).open("rb") as fichier:
            fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
