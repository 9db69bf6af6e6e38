"""Six-digit codes of an authenticator (RFC 6238, SHA-1, 30 s), for the second factor. PURE."""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
from urllib.parse import quote

PAS = 30
TOLERANCE = 1  # one step before or after: telephones are not on time to the second


def nouveau_secret() -> str:
    """160 random bits in base 32, as authenticators take them."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code(secret: str, instant: float) -> str:
    """The code shown at an instant (seconds since 1970)."""
    compteur = struct.pack(">Q", int(instant // PAS))
    resume = hmac.digest(base64.b32decode(secret), compteur, "sha1")
    debut = resume[-1] & 0x0F
    nombre = struct.unpack(">I", resume[debut : debut + 4])[0] & 0x7FFFFFFF
    return f"{nombre % 1_000_000:06}"


def pas_reconnu(secret: str, saisi: str, instant: float, dernier: int = 0) -> int | None:
    """The time step that the typed code belongs to; None when wrong, or already used (`dernier`)."""
    propre = "".join(c for c in saisi if c.isascii() and c.isdigit())
    present = int(instant // PAS)
    for pas in range(present - TOLERANCE, present + TOLERANCE + 1):
        if pas > dernier and hmac.compare_digest(code(secret, pas * PAS), propre):
            return pas
    return None


def adresse(secret: str, identifiant: str, emetteur: str) -> str:
    """The `otpauth:` address that an authenticator opens."""
    return f"otpauth://totp/{quote(emetteur)}:{quote(identifiant)}?secret={secret}&issuer={quote(emetteur)}"
