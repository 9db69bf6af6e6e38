"""Passwords: argon2id, the same time for who exists and who does not, and a wait that grows with failures."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from college.erreurs import Faute
from college.organisation.devinables import se_devine

HACHEUR = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
LONGUEUR = 12
ESSAIS_LIBRES = 5
ATTENTE_MAX = timedelta(minutes=15)
EXAMINES = 128  # beyond, nothing common explains it all


def hacher(mot_de_passe: str) -> str:
    """The argon2id hash to keep."""
    return HACHEUR.hash(mot_de_passe)


@cache
def _leurre() -> str:
    return hacher("personne-n-a-ce-mot-de-passe")


def verifier(empreinte: str | None, mot_de_passe: str) -> bool:
    """True when the password is the right one. Without a hash, the same work is done on a lure."""
    try:
        HACHEUR.verify(empreinte or _leurre(), mot_de_passe)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return empreinte is not None


def a_refaire(empreinte: str) -> bool:
    """True when the hash was made with weaker parameters than today's."""
    return HACHEUR.check_needs_rehash(empreinte)


def attente(echecs: int) -> timedelta:
    """How long an account waits after so many failures: nothing at first, then it doubles up to a quarter hour."""
    if echecs < ESSAIS_LIBRES:
        return timedelta(0)
    return min(timedelta(seconds=15 * 2 ** min(echecs - ESSAIS_LIBRES, 10)), ATTENTE_MAX)


def fautes(nouveau: str, encore: str, identifiant: str, *noms: str) -> list[Faute]:
    """What is wrong with a new password, in sentences; `noms` are the person's and the house's."""
    if len(nouveau) < LONGUEUR:
        conseil = "quatre mots sans rapport font un bon mot de passe."
        return [Faute("nouveau", f"Choisissez au moins {LONGUEUR} caractères\u00a0: {conseil}")]
    if identifiant.casefold() in nouveau.casefold() or se_devine(nouveau[:EXAMINES], (identifiant, *noms)):
        conseil = "évitez votre nom, celui de la commune, les mots et les suites que tout le monde essaie."
        return [Faute("nouveau", f"Ce mot de passe se devine\u00a0: {conseil}")]
    if nouveau != encore:
        return [Faute("encore", "Les deux saisies diffèrent\u00a0: retapez le même mot de passe.")]
    return []
