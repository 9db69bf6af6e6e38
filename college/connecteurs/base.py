"""What every connector promises: Protocols of a few methods, and the frozen values that cross them.

A connector is a class with a `code`, a `libelle`, a pydantic model `Reglages` (shown as a form, read from
the environment) and a constructor that takes those settings. `sonde()` answers `college doctor`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Protocol, runtime_checkable

from pydantic import BaseModel


class ErreurConnecteur(Exception):
    """A connector could not do its work; `phrase` is French and may be shown to a person."""

    def __init__(self, phrase: str, detail: str = "") -> None:
        super().__init__(phrase if not detail else f"{phrase} ({detail})")
        self.phrase = phrase
        self.detail = detail


class ErreurDefinitive(ErreurConnecteur):
    """Sending the same thing again cannot succeed: a person must look."""


class ErreurPassagere(ErreurConnecteur):
    """The other side or the road failed: try again later, after asking what arrived."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a file: its name, its bytes, and the required piece that it stands for."""

    nom: str
    contenu: bytes = field(repr=False)
    type_mime: str = "application/pdf"
    code: str = ""
    libelle: str = ""

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of the bytes."""
        return hashlib.sha256(self.contenu).hexdigest()

    def description(self) -> dict[str, Any]:
        """The line of this piece in a manifest."""
        return {
            "nom": self.nom,
            "code": self.code,
            "libelle": self.libelle,
            "type_mime": self.type_mime,
            "taille": len(self.contenu),
            "sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True)
class Dossier:
    """What is sent to a supervisory authority: the act, its annexes, and what they are.

    `cle_idempotence` is the same for every attempt to send the same bytes, and for no other.
    """

    cle_idempotence: str
    reference: str
    titre: str
    institution: str
    organe: str
    type_acte: str
    libelle_type: str
    regime: str
    autorite: str
    base_legale: str
    date_decision: date
    transmettre_avant: date | None
    acte: Piece
    annexes: tuple[Piece, ...] = ()
    pieces_absentes: tuple[str, ...] = ()
    deposant: str = ""
    contact: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The act first, then the annexes in their order."""
        return (self.acte, *self.annexes)

    def manifeste(self) -> dict[str, Any]:
        """The file described in plain values; its canonical JSON is what the receipt's hash covers."""
        return {
            "version": 1,
            "cle": self.cle_idempotence,
            "reference": self.reference,
            "titre": self.titre,
            "institution": self.institution,
            "organe": self.organe,
            "type_acte": self.type_acte,
            "libelle_type": self.libelle_type,
            "regime": self.regime,
            "autorite": self.autorite,
            "base_legale": self.base_legale,
            "date_decision": self.date_decision.isoformat(),
            "transmettre_avant": self.transmettre_avant.isoformat() if self.transmettre_avant else None,
            "deposant": self.deposant,
            "contact": self.contact,
            "pieces": [piece.description() for piece in self.pieces],
            "pieces_absentes": list(self.pieces_absentes),
        }

    def manifeste_json(self) -> bytes:
        """Canonical bytes of the manifest: sorted keys, UTF-8, no spare space."""
        return json.dumps(self.manifeste(), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def empreinte(self) -> str:
        """Hex SHA-256 of the manifest, hence of every piece in it."""
        return hashlib.sha256(self.manifeste_json()).hexdigest()


@dataclass(frozen=True, slots=True)
class Complement:
    """Pieces added to a file that the authority found incomplete."""

    cle_idempotence: str
    reference: str
    pieces: tuple[Piece, ...]
    message: str = ""

    def manifeste_json(self) -> bytes:
        """Canonical bytes of the complement's manifest."""
        corps = {
            "version": 1,
            "cle": self.cle_idempotence,
            "reference": self.reference,
            "message": self.message,
            "pieces": [piece.description() for piece in self.pieces],
        }
        return json.dumps(corps, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @property
    def empreinte(self) -> str:
        """Hex SHA-256 of the complement's manifest."""
        return hashlib.sha256(self.manifeste_json()).hexdigest()


@dataclass(frozen=True, slots=True)
class Recu:
    """Proof that the other side holds a file: its reference there, when, and the hash that it computed.

    `en_attente_manuelle` is a file that a person must still carry (assisted deposit): nothing is sent yet.
    """

    reference: str
    recu_le: datetime
    empreinte: str
    en_attente_manuelle: bool = False
    deja_recu: bool = False


@dataclass(frozen=True, slots=True)
class Evenement:
    """Something that the authority says about a file. `numero` orders them and makes them unique."""

    numero: int
    type: str
    le: datetime
    reference: str = ""
    texte: str = ""
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EtatSonde:
    """The answer of a probe: does it work, and a French sentence."""

    ok: bool
    phrase: str


class SansReglage(BaseModel):
    """The settings of a connector that has none."""


@runtime_checkable
class Connecteur(Protocol):
    """What every connector has, whatever its trade."""

    code: ClassVar[str]
    libelle: ClassVar[str]
    Reglages: ClassVar[type[BaseModel]]

    def sonde(self) -> EtatSonde:
        """Try the road without leaving anything on the other side."""
        ...


@runtime_checkable
class ConnecteurTutelle(Connecteur, Protocol):
    """The road to a supervisory authority. All calls may be repeated without a second effect."""

    def deposer(self, dossier: Dossier, *, reprise: bool = False) -> Recu:
        """Hand the file over; with `reprise` (a former try may have arrived), ask before sending."""
        ...

    def completer(self, complement: Complement, *, reprise: bool = False) -> Recu:
        """Add the pieces that the authority asked for."""
        ...

    def relever(self, reference: str, depuis: int = 0) -> Sequence[Evenement]:
        """What the authority said after event number `depuis`."""
        ...

    def retirer(self, reference: str, motif: str) -> None:
        """Take back a file that is not decided yet."""
        ...
