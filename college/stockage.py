"""Files by their hash: written beside, flushed to disk, then renamed; never overwritten, never deleted.

Passing ones (made again on demand, like a member's whole dossier) lie apart, in no backup, and are forgotten.

The data folder holds `fichiers/ab/abcdef…`. The database says what a hash is; a file without a row is
harmless, a row without its file cannot be (the file comes first).
"""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from pathlib import Path

from college.erreurs import Indisponible, Introuvable

PLEIN = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
DISQUE_PLEIN = (
    "Le disque de l’application est plein : ce fichier n’a pas été gardé, le reste n’a pas changé. "
    "Prévenez l’administrateur de la machine, puis recommencez."
)
_racine: Path | None = None


class DisquePlein(Indisponible):
    """The store has no room: nothing was kept, nothing else changed."""


def brancher(dossier: Path) -> None:
    """Set the process's store."""
    global _racine
    _racine = dossier
    dossier.mkdir(parents=True, exist_ok=True)


def _branchee() -> Path:
    if _racine is None:
        raise RuntimeError("No store: call create_app() first.")
    return _racine


def chemin(sha256: str, passager: bool = False) -> Path:
    """Where the bytes of a hash are (or would be)."""
    racine = _branchee().with_name("passagers") if passager else _branchee()
    return racine / sha256[:2] / sha256


def deposer(octets: bytes, passager: bool = False) -> str:
    """Store bytes durably; returns their SHA-256. Storing the same twice is free."""
    empreinte = hashlib.sha256(octets).hexdigest()
    cible = chemin(empreinte, passager)
    if cible.exists():
        return empreinte
    try:
        _ecrire(octets, cible)
    except OSError as erreur:
        if erreur.errno not in PLEIN:
            raise
        raise DisquePlein(DISQUE_PLEIN) from erreur
    return empreinte


def ancres(de: str) -> Path:
    """Where the tokens on somebody's journal lie: they are named by what they prove, not by their own hash."""
    return _branchee() / "ancres" / de


def ancrer(de: str, nom: str, octets: bytes) -> None:
    """Keep one token, durably, out of the database."""
    _ecrire(octets, ancres(de) / nom)


def _ecrire(octets: bytes, cible: Path) -> None:
    cible.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=cible.parent, delete=False) as ecrit:
        try:
            ecrit.write(octets)
            ecrit.flush()
            os.fsync(ecrit.fileno())
        except OSError:
            os.unlink(ecrit.name)  # a full disk keeps no half of a file
            raise
    os.replace(ecrit.name, cible)


def lire(sha256: str, passager: bool = False) -> bytes:
    """The bytes of a hash; a corrupted or lost file is an error, never silence."""
    cible = chemin(sha256, passager)
    if not cible.exists():
        raise Introuvable("Ce fichier manque dans le stockage : restaurez la dernière sauvegarde.")
    octets = cible.read_bytes()
    if hashlib.sha256(octets).hexdigest() != sha256:
        raise Introuvable("Ce fichier est altéré dans le stockage : restaurez la dernière sauvegarde.")
    return octets


def oublier(sha256: str) -> None:
    """Delete a passing file; what is kept for good has no such door."""
    chemin(sha256, passager=True).unlink(missing_ok=True)
