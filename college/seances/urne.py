"""The urn of a secret vote on devices: sealed boxes whose key lives outside the database and its backups.

Each ballot is padded to one size and sealed to the vote's public key as soon as it is cast: it is durable
when acknowledged, and unlinkable once the vote is closed, since boxes and key are then destroyed.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

TAILLE = 96
NONCE = bytes(12)  # each box has its own one-time key

_dossier: Path | None = None


def brancher(dossier: Path) -> None:
    """Where the keys of open secret votes are kept."""
    global _dossier
    dossier.mkdir(parents=True, exist_ok=True, mode=0o700)
    _dossier = dossier


def ouvrir(scrutin_id: int) -> str:
    """Make the vote's key pair; returns the public key, in base 64."""
    cle = X25519PrivateKey.generate()
    chemin = _chemin(scrutin_id)
    descripteur = os.open(chemin, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descripteur, "wb") as fichier:
        fichier.write(cle.private_bytes_raw())
        fichier.flush()
        os.fsync(fichier.fileno())
    _inscrire_au_dossier(chemin.parent)
    return b64encode(cle.public_key().public_bytes_raw()).decode()


def _inscrire_au_dossier(dossier: Path) -> None:
    """The name of a new file is only safe from a power cut once its folder is written too."""
    descripteur = os.open(dossier, os.O_RDONLY)
    try:
        os.fsync(descripteur)
    finally:
        os.close(descripteur)


def presente(scrutin_id: int) -> bool:
    """Is the key here? A base restored from a backup has none."""
    return _chemin(scrutin_id).exists()


def gardees() -> list[int]:
    """The votes whose key is kept here."""
    return [int(chemin.stem) for chemin in _lieu().glob("*.cle")]


def sceller(cle_publique: str, choix: str) -> bytes:
    """One choice in a box of fixed size."""
    clair = choix.encode()
    if len(clair) > TAILLE:
        raise ValueError("This choice is too long for a ballot.")
    destinataire = X25519PublicKey.from_public_bytes(b64decode(cle_publique))
    ephemere = X25519PrivateKey.generate()
    publique = ephemere.public_key().public_bytes_raw()
    secret = _deriver(ephemere.exchange(destinataire), publique)
    return publique + ChaCha20Poly1305(secret).encrypt(NONCE, clair.ljust(TAILLE, b"\0"), None)


def desceller(scrutin_id: int, boites: list[bytes]) -> list[str]:
    """The choices, sorted: their order tells nothing of the order in which they were cast."""
    cle = X25519PrivateKey.from_private_bytes(_chemin(scrutin_id).read_bytes())
    return sorted(_ouvrir_boite(cle, boite) for boite in boites)


def _ouvrir_boite(cle: X25519PrivateKey, boite: bytes) -> str:
    publique = boite[:32]
    secret = _deriver(cle.exchange(X25519PublicKey.from_public_bytes(publique)), publique)
    return ChaCha20Poly1305(secret).decrypt(NONCE, boite[32:], None).rstrip(b"\0").decode()


def detruire(scrutin_id: int) -> None:
    """After the count nothing can be opened any more. Only once the count is committed: see `une_fois_ecrit`."""
    _chemin(scrutin_id).unlink(missing_ok=True)


def _deriver(partage: bytes, sel: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, sel, b"college.urne").derive(partage)


def _chemin(scrutin_id: int) -> Path:
    return _lieu() / f"{scrutin_id}.cle"


def _lieu() -> Path:
    if _dossier is None:
        raise RuntimeError("No urn folder: call create_app() first.")
    return _dossier
