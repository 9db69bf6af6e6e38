"""ETag and If-Match: nobody overwrites what somebody else has just changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import request

from college.erreurs import Perime, PreconditionRequise


def etiquette(*parties: Any) -> str:
    """A strong ETag, made from what identifies a version (an id and its revision's hash, say)."""
    empreinte = hashlib.sha256("\x1f".join(map(str, parties)).encode()).hexdigest()
    return f'"{empreinte[:24]}"'


def exiger_version(courante: str, representation: Callable[[], Any]) -> None:
    """Demand an `If-Match` equal to `courante`.

    Missing: 428. Stale: 412 with the present representation, so that the client can show both.
    """
    if "If-Match" not in request.headers:
        raise PreconditionRequise(
            "Dites quelle version vous modifiez : recopiez l’ETag de votre lecture dans l’en-tête If-Match."
        )
    if not request.if_match.contains(courante.strip('"')):
        raise Perime(
            "Quelqu’un a modifié cet objet depuis votre lecture : reprenez la version actuelle, puis recommencez.",
            courant=representation(),
        )
