"""The refusals of the house. Each carries a French sentence: who, why, what to do.

Pure: no web, no database. `college.web` turns them into pages, `college.api` into RFC 9457 problems.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Erreur(Exception):
    """Base of every refusal that a person may read; `statut` is the HTTP status that tells it."""

    statut = 500

    def __init__(self, phrase: str, **complements: Any) -> None:
        super().__init__(phrase)
        self.phrase = phrase
        self.complements = complements


class NonIdentifie(Erreur):
    """Nobody is signed in (401)."""

    statut = 401


class Interdit(Erreur):
    """Seen but not allowed (403): the sentence says who may."""

    statut = 403


class Introuvable(Erreur):
    """Unknown or not visible: no difference (404)."""

    statut = 404

    def __init__(self, phrase: str = "Cet objet n’existe pas, ou vous n’y avez pas accès.") -> None:
        super().__init__(phrase)


class Refus(Erreur):
    """Refused by a rule (409). `article` names the law where there is one, `motif` a stable code.

    A guard that a secretary may pass over (`passer_outre`) says so with `franchissable=True`.
    """

    statut = 409

    def __init__(
        self,
        phrase: str,
        article: str | None = None,
        motif: str | None = None,
        franchissable: bool = False,
        **complements: Any,
    ) -> None:
        super().__init__(phrase, **complements)
        self.article = article
        self.motif = motif or phrase
        self.franchissable = franchissable


class Perime(Erreur):
    """Somebody else changed it meanwhile (412); `courant` is the present representation."""

    statut = 412

    def __init__(self, phrase: str, courant: Any = None) -> None:
        super().__init__(phrase)
        self.courant = courant


class TropGros(Erreur):
    """Larger than the limit said in the sentence (413)."""

    statut = 413


class TypeRefuse(Erreur):
    """A kind of file or body that we do not take (415)."""

    statut = 415


@dataclass(frozen=True)
class Faute:
    """One wrong field: its name as in the body or the form, and what to write instead."""

    champ: str
    message: str


class Invalide(Erreur):
    """Bad input (422): a sentence at each field; what was typed is kept by the screen."""

    statut = 422

    def __init__(self, fautes: list[Faute] | str, champ: str = "") -> None:
        self.fautes = [Faute(champ, fautes)] if isinstance(fautes, str) else list(fautes)
        super().__init__(" ".join(faute.message for faute in self.fautes))


class PreconditionRequise(Erreur):
    """An edit without `If-Match` (428)."""

    statut = 428


class TropDeRequetes(Erreur):
    """Too many tries (429); `attendre` is a number of seconds."""

    statut = 429

    def __init__(self, phrase: str, attendre: int = 60) -> None:
        super().__init__(phrase)
        self.attendre = attendre


class Indisponible(Erreur):
    """Something that the house stands on gives way for a while, a full disk say (503); nothing was written."""

    statut = 503
