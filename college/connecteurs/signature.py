"""The trade of signing: what a signature connector promises, and the values that cross it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from college.connecteurs.base import Connecteur

Sceller = Callable[[bytes, bytes, bytes, dict[str, Any]], bytes]
"""(pdf, private key PEM, certificate chain PEM, request) → signed pdf: done in a limited process."""


@dataclass(frozen=True, slots=True)
class DemandeSignature:
    """Who signs which field, when, and the words of the visible stamp (French, ready made)."""

    champ: str
    nom: str
    qualite: str
    fonction: str
    institution: str
    instant: datetime
    moment: str
    motif: str = "Approbation"
    lieu: str = ""
    autorite: str = ""

    def valeurs(self) -> dict[str, Any]:
        """As plain JSON values."""
        return {**asdict(self), "instant": self.instant.isoformat()}


@runtime_checkable
class ConnecteurSignature(Connecteur, Protocol):
    """A way of putting a person's signature into a PDF, as an incremental update."""

    def signer(self, pdf: bytes, demande: DemandeSignature, sceller: Sceller) -> bytes:
        """The same file with one more signature; bytes already there are untouched."""
        ...

    def racines(self) -> bytes:
        """The certificates (PEM) under which these signatures are to be trusted."""
        ...
