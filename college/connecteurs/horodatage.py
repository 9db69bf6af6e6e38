"""A timestamping authority (RFC 3161): a third party says that a fingerprint existed at an instant.

Where none is set (COLLEGE_TSA_URL), the register keeps its own instant and the chained journal. The answer is checked
before it is kept: granted, about our fingerprint, for our request.
"""

from __future__ import annotations

import secrets
from datetime import datetime

import httpx
from asn1crypto import algos, tsp

from college.connecteurs.base import ErreurDefinitive, ErreurPassagere

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
    empreinte, unique = bytes.fromhex(sha256), secrets.randbits(63)
    requete = tsp.TimeStampReq(
        {
            "version": "v1",
            "message_imprint": {
                "hash_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
                "hashed_message": empreinte,
            },
            "nonce": unique,
            "cert_req": True,
        }
    )
    try:
        reponse = httpx.post(_adresse, content=requete.dump(), headers={"Content-Type": TYPE}, timeout=DELAI)
        reponse.raise_for_status()
    except httpx.HTTPError as panne:
        raise ErreurPassagere("L’autorité d’horodatage ne répond pas.", str(panne)) from panne
    return _verifier(reponse.content, empreinte, unique)


def _verifier(octets: bytes, empreinte: bytes, unique: int) -> tuple[bytes, datetime]:
    try:
        lue = tsp.TimeStampResp.load(octets, strict=True)
        statut = lue["status"]["status"].native
        info = (
            lue["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
            if statut.startswith("granted")
            else None
        )
    except (ValueError, KeyError, TypeError) as faute:
        raise ErreurDefinitive("L’autorité d’horodatage a répondu autre chose qu’un jeton.", str(faute)) from faute
    if info is None:
        raise ErreurDefinitive("L’autorité d’horodatage a refusé.", statut)
    if info["message_imprint"]["hashed_message"].native != empreinte or info["nonce"].native != unique:
        raise ErreurDefinitive("Le jeton d’horodatage porte sur autre chose : il n’est pas gardé.")
    return lue["time_stamp_token"].dump(), info["gen_time"].native
