"""The reader of scanned pages: a command of the place (COLLEGE_OCR), an image in, its words out.

It receives one page (PNG, or the picture that was joined) on its standard input and answers UTF-8 text. It is given
a bounded time, memory and answer, no shell, and an environment without secrets; whatever it does wrong is `EchecOcr`.
"""

from __future__ import annotations

import os
import resource
import shlex
import signal
import subprocess
from contextlib import suppress

PAGES_MAX = 100
CARACTERES_MAX = 200_000
_DELAI, _CPU, _MEMOIRE = 60.0, 60, 2 << 30
_ENVIRONNEMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "TESSDATA_PREFIX")
_commande: tuple[str, ...] = ()


class EchecOcr(Exception):
    """The command is not there, refuses, says nothing readable, or takes too long."""


def brancher(commande: str) -> None:
    """« tesseract stdin stdout -l fra », or empty for none."""
    global _commande
    _commande = tuple(shlex.split(commande))


def branche() -> bool:
    """True when pages without words can be read."""
    return bool(_commande)


def lire(image: bytes, delai: float = _DELAI) -> str:
    """The words of one page. Raises EchecOcr."""
    environnement = {nom: os.environ[nom] for nom in _ENVIRONNEMENT if nom in os.environ} | {"OMP_THREAD_LIMIT": "1"}
    try:
        processus = subprocess.Popen(  # noqa: S603 - the command of who runs the house, without a shell
            _commande,
            env=environnement,
            start_new_session=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError as absente:
        raise EchecOcr(f"« {_commande[0]} » ne se lance pas") from absente
    with processus:
        _borner(processus.pid)
        try:
            lu, _ = processus.communicate(image, timeout=delai)
        except subprocess.TimeoutExpired as lent:
            raise EchecOcr(f"« {_commande[0]} » ne répond pas en {delai:.0f} secondes") from lent
        finally:
            with suppress(ProcessLookupError):
                os.killpg(processus.pid, signal.SIGKILL)
    if processus.returncode:
        raise EchecOcr(f"« {_commande[0]} » finit par le code {processus.returncode}")
    return lu[: 4 * CARACTERES_MAX].decode("utf-8", "replace").strip()[:CARACTERES_MAX]


def _borner(pid: int) -> None:
    with suppress(ProcessLookupError):
        resource.prlimit(pid, resource.RLIMIT_CPU, (_CPU, _CPU))
        resource.prlimit(pid, resource.RLIMIT_AS, (_MEMOIRE, _MEMOIRE))
