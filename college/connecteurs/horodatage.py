"""A timestamping authority (RFC 3161): a third party says that a fingerprint existed at an instant.

Where none is set (COLLEGE_TSA_URL), the register keeps its own instant and the chained journal. The answer is checked
before it is kept: granted, about our fingerprint, for our request; it is written and read by a document worker.
"""

from __future__ import annotations

import secrets
from datetime import datetime

import httpx

from college.connecteurs.base import ErreurDefinitive, ErreurPassagere
from college.templates_docs import rendu

TYPE = "application/timestamp-query"
DELAI = 20.0
_adresse = ""


def brancher(url: str) -> None:
    """The authority's address, or empty for none."""
    global _adresse
    _adresse = url


def branche() -> bool:
    """True when lines of the register are to be timestamped."""
    return bool(_adresse)


def horodater(sha256: str) -> tuple[bytes, datetime]:
    """The token on this fingerprint (DER) and its instant. Raises ErreurPassagere to try again later."""
    unique = secrets.randbits(63)
    demande = rendu.demande_de_jeton(sha256, unique)
    try:
        reponse = httpx.post(_adresse, content=demande, headers={"Content-Type": TYPE}, timeout=DELAI)
        reponse.raise_for_status()
    except httpx.HTTPError as panne:
        raise ErreurPassagere("L’autorité d’horodatage ne répond pas.", str(panne)) from panne
    try:
        return rendu.lire_jeton(reponse.content, sha256, unique)
    except rendu.EchecRendu as refus:
        if refus.genre != "refus":
            raise
        raise ErreurDefinitive(refus.phrase) from refus
