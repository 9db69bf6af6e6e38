"""The JSON protocol spoken by `etutelle_http` and by the simulator — version 1.

No public machine interface of e-tutelle is known. This one is drawn so that a real gateway could be put in
front of it: it borrows the state machine of S²LOW and the manners of good HTTP services.

    POST /v1/depots                      hand a file over
        headers   Idempotency-Key: the key of the manifest
        multipart manifeste (application/json), acte (one file), annexes (0..n files)
        201       a Recu; 200 the same Recu again when the same key comes back with the same manifest
        409       the key was used for another manifest
        422       the manifest and the bytes disagree, or a piece is unreadable
    GET  /v1/recus?cle=KEY               what became of a try whose answer was lost: Recu, or 404
    GET  /v1/depots/{reference}?depuis=N SuiviDepot: the present state and the events after number N
    POST /v1/depots/{reference}/complements   pieces asked for by the authority; same rules as a deposit
    POST /v1/depots/{reference}/retrait  {"motif": …} -> 204; 409 once decided
    GET  /v1/etat                        EtatService: is the service open?
    GET  /v1/journal                     (simulator only) every call received, with its fault if any

Every refusal is an RFC 9457 problem document with a French `detail`. 408, 425, 429 and 5xx mean « try again
later »; any other 4xx means « a person must look ». A receipt carries the SHA-256 of the manifest's bytes as
they were received, and the manifest carries that of each piece: the sender compares both before believing it.
Event types are the states of `college.tutelle.suivi`; `numero` counts from 1 within a file, without gap.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from college.connecteurs.base import Evenement, Recu

RESSAYER = frozenset({408, 425, 429})


class Modele(BaseModel):
    """Unknown fields are ignored: the other side may grow."""

    model_config = ConfigDict(extra="ignore")


class RecuJson(Modele):
    """Receipt of a deposit or of a complement."""

    reference: str = Field(min_length=1, max_length=80)
    recu_le: AwareDatetime
    cle: str
    empreinte: str = Field(pattern=r"^[0-9a-f]{64}$")
    deja_recu: bool = False

    def valeur(self) -> Recu:
        """The connector's value object."""
        return Recu(self.reference, self.recu_le, self.empreinte, deja_recu=self.deja_recu)


class EvenementJson(Modele):
    """One thing that the authority says."""

    numero: int = Field(ge=1)
    type: str = Field(min_length=1, max_length=40)
    le: AwareDatetime
    reference: str = Field(default="", max_length=80)
    texte: str = Field(default="", max_length=20_000)
    details: dict[str, Any] = {}

    def valeur(self) -> Evenement:
        """The connector's value object."""
        return Evenement(self.numero, self.type, self.le, self.reference, self.texte, self.details)


class SuiviDepot(Modele):
    """The state of a file and what was said since."""

    reference: str
    etat: str
    evenements: list[EvenementJson]


class EtatService(Modele):
    """Answer of the probe."""

    service: str
    ouvert: bool
    le: datetime


class Probleme(Modele):
    """RFC 9457 problem document."""

    title: str = ""
    detail: str = ""
