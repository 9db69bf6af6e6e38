"""What the API promises of an act and of a document, for the served document."""

from __future__ import annotations

from typing import Literal

from college.api.formes import Lien, Vue


class FichierVu(Vue):
    """One file of an act."""

    format: Literal["pdf", "docx"]
    etat: Literal["en_file", "pret"]
    sha256: str | None
    url: str


class ActeVu(Vue):
    """`GET /actes/{id}`."""

    id: int
    reference: str
    type: Literal["deliberation", "extrait", "pv"]
    organe: Lien
    seance: int | None
    point: int | None
    titre: str
    etat: Literal["en_preparation", "a_signer", "signe", "publie", "retire"]
    sha256: str | None
    regime_tutelle: str | None
    documents: list[FichierVu]


class DocumentVu(Vue):
    """`contenu` is served once `etat` is `pret`."""

    id: int
    type: str
    format: Literal["pdf", "docx"]
    portee: str
    etat: Literal["en_file", "en_cours", "pret", "echec"]
    progression: int
    erreur: str | None
    contenu: str
