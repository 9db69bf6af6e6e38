"""A timestamp token (RFC 3161) in DER: the question to ask, and what the answer proves."""

from __future__ import annotations

from asn1crypto import algos, tsp


class JetonRefuse(Exception):
    """The answer is no token, or not one about our fingerprint; the sentence says which."""


def demander(empreinte: bytes, unique: int) -> bytes:
    """The question of an authority: this fingerprint, this number drawn for us, your certificate with it."""
    algorithme = algos.DigestAlgorithm({"algorithm": "sha256"})
    marque = {"hash_algorithm": algorithme, "hashed_message": empreinte}
    return tsp.TimeStampReq({"version": "v1", "message_imprint": marque, "nonce": unique, "cert_req": True}).dump()


def lire(octets: bytes, empreinte: bytes, unique: int) -> tuple[bytes, str]:
    """The token and its instant (ISO). Raises JetonRefuse."""
    try:
        lue = tsp.TimeStampResp.load(octets, strict=True)
        statut = lue["status"]["status"].native
        if not statut.startswith("granted"):
            raise JetonRefuse("L’autorité d’horodatage a refusé.")
        info = lue["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
        sur_quoi, instant = (info["message_imprint"]["hashed_message"].native, info["nonce"].native), info["gen_time"]
    except (ValueError, KeyError, TypeError) as faute:
        raise JetonRefuse("L’autorité d’horodatage a répondu autre chose qu’un jeton.") from faute
    if sur_quoi != (empreinte, unique):
        raise JetonRefuse("Le jeton d’horodatage porte sur autre chose : il n’est pas gardé.")
    return lue["time_stamp_token"].dump(), instant.native.isoformat()
