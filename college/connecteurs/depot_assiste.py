"""Assisted deposit: a numbered ZIP that a person carries to the portal, then types the receipt.

This is the road that works today: the highest-ranking member of staff authenticates on the Guichet des pouvoirs
locaux and validates a form (AGW 29 September 2011). The file holds everything in the order of the form, with the
hashes and a slip that says what to do.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Sequence
from typing import ClassVar

from pydantic import BaseModel

from college import horloge
from college.connecteurs.base import (
    Complement,
    Dossier,
    ErreurDefinitive,
    EtatSonde,
    Evenement,
    Piece,
    Recu,
    SansReglage,
)

FIXE = (1980, 1, 1, 0, 0, 0)  # no clock in the file: the same dossier gives the same bytes


class DepotAssiste:
    """Leaves the file ready (`archive`) for a person to carry; the receipt comes later, from that person."""

    code: ClassVar[str] = "depot_assiste"
    libelle: ClassVar[str] = "Dépôt assisté sur le Guichet des pouvoirs locaux"
    Reglages: ClassVar[type[BaseModel]] = SansReglage

    def __init__(self, reglages: BaseModel | None = None) -> None:
        self.reglages = reglages or SansReglage()

    def deposer(self, dossier: Dossier, *, reprise: bool = False) -> Recu:
        """Nothing leaves: the receipt says that a person must still carry the file."""
        return Recu(nom_archive(dossier), horloge.maintenant(), dossier.empreinte, en_attente_manuelle=True)

    def completer(self, complement: Complement, *, reprise: bool = False) -> Recu:
        """The same for the pieces asked for."""
        return Recu(complement.reference, horloge.maintenant(), complement.empreinte, en_attente_manuelle=True)

    def relever(self, reference: str, depuis: int = 0) -> Sequence[Evenement]:
        """The portal tells nothing to machines: a person records what arrives by mail."""
        return ()

    def retirer(self, reference: str, motif: str) -> None:
        """A file that a person carried can only be taken back by a person."""
        raise ErreurDefinitive(
            "Un dépôt fait à la main se retire sur le Guichet des pouvoirs locaux ; notez ensuite le retrait ici."
        )

    def sonde(self) -> EtatSonde:
        """There is no road to try."""
        return EtatSonde(True, "Le dossier est préparé ici ; une personne le dépose sur le Guichet.")


def nom_archive(dossier: Dossier) -> str:
    """The name of the ZIP: the act's register number and the first letters of the file's hash."""
    return f"depot-{nom_sur(dossier.reference)}-{dossier.empreinte[:8]}.zip"


def archive(dossier: Dossier) -> bytes:
    """The numbered ZIP: slip, act, annexes, manifest, and the hashes in the form of `sha256sum -c`."""
    pieces = _numeroter(dossier.pieces)
    sommes = "".join(f"{piece.sha256}  {nom}\n" for (nom, _), piece in zip(pieces, dossier.pieces, strict=True))
    return _zip(
        [
            ("00-bordereau.txt", bordereau(dossier).encode()),
            *pieces,
            ("SHA256SUMS", sommes.encode()),
            ("manifeste.json", dossier.manifeste_json()),
        ]
    )


def bordereau(dossier: Dossier) -> str:
    """The transmission slip as plain text, in the order of the form (pratique §14.9)."""
    lignes = [
        "BORDEREAU DE TRANSMISSION À L’AUTORITÉ DE TUTELLE",
        "",
        f"Autorité :          {dossier.autorite or 'à préciser'}",
        f"Pouvoir local :     {dossier.institution}",
        f"Organe :            {dossier.organe}",
        f"Acte :              {dossier.reference} – {dossier.titre}",
        f"Type d’acte :       {dossier.libelle_type}",
        f"Base légale :       {dossier.base_legale or 'à préciser'}",
        f"Date de l’acte :    {dossier.date_decision:%d/%m/%Y}",
        f"À transmettre :     {_avant(dossier)}",
        f"Déposant :          {dossier.deposant or 'le directeur général'}",
        f"Contact :           {dossier.contact or 'à préciser'}",
        "",
        "PIÈCES JOINTES",
    ]
    for (nom, contenu), piece in zip(_numeroter(dossier.pieces), dossier.pieces, strict=True):
        lignes += [f"  {nom} – {piece.libelle or piece.nom} ({_taille(len(contenu))})", f"      SHA-256 {piece.sha256}"]
    if dossier.pieces_absentes:
        lignes += ["", "PIÈCES REQUISES QUI NE SONT PAS JOINTES", *(f"  – {p}" for p in dossier.pieces_absentes)]
    lignes += [
        "",
        "À FAIRE",
        "  1. Ouvrir le formulaire de dépôt sur le Guichet des pouvoirs locaux.",
        "  2. Joindre les pièces dans l’ordre de leur numéro, puis valider le formulaire.",
        "  3. Noter dans l’application la date et la référence de l’accusé technique reçu par courriel.",
        "",
    ]
    return "\n".join(lignes)


def nom_sur(texte: str) -> str:
    """A file name of plain letters, digits, dots and hyphens."""
    sans_accent = unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9.]+", "-", sans_accent).strip("-.")[:120] or "piece"


def _avant(dossier: Dossier) -> str:
    return f"au plus tard le {dossier.transmettre_avant:%d/%m/%Y}" if dossier.transmettre_avant else "sans délai légal"


def _taille(octets: int) -> str:
    return f"{octets / 1_000_000:.1f} Mo".replace(".", ",") if octets >= 1_000_000 else f"{max(1, octets // 1000)} ko"


def _numeroter(pieces: Sequence[Piece]) -> list[tuple[str, bytes]]:
    """The order of the form in the names; a number that a name already bears is not said twice."""
    noms = (re.sub(r"^\d\d-", "", nom_sur(piece.nom)) for piece in pieces)
    return [(f"{rang:02d}-{nom}", piece.contenu) for rang, (nom, piece) in enumerate(zip(noms, pieces, strict=True), 1)]


def _zip(fichiers: Sequence[tuple[str, bytes]]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as sortie:
        for nom, contenu in fichiers:
            sortie.writestr(zipfile.ZipInfo(nom, FIXE), contenu, zipfile.ZIP_DEFLATED)
    return tampon.getvalue()
