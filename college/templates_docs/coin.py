"""A document worker's own corner of the temporary folder: it cannot tidy up after a SIGKILL, so its parent does."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

PREFIXE = "college-atelier-"


def ouvrir() -> Path:
    """A new corner, named after this process; those of processes that are gone are removed on the way."""
    for ancien in Path(tempfile.gettempdir()).glob(f"{PREFIXE}*"):
        if not _vit(ancien.name.removeprefix(PREFIXE).partition("-")[0]):
            fermer(ancien)
    return Path(tempfile.mkdtemp(prefix=f"{PREFIXE}{os.getpid()}-"))


def fermer(coin: Path) -> None:
    """Nothing of it stays; what another user of the machine left is that user's to remove."""
    shutil.rmtree(coin, ignore_errors=True)


def _vit(pid: str) -> bool:
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True
