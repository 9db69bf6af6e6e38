"""Templates of the commune: checked before they are kept, tried on invented data, activated, versioned."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO

from sqlalchemy import func, select

from college import horloge, journal, stockage
from college.actes.modele import ModeleDocument
from college.droits import Acteur, exige
from college.erreurs import Faute, Invalide, Refus, TropGros
from college.organisation.modele import Organe
from college.templates_docs import rendu
from college.templates_docs.archive import GabaritRefuse, verifier_archive
from college.templates_docs.documents import TYPES
from college.templates_docs.rendu import EchecRendu
from college.transaction import unite

TAILLE_MAX = 8_000_000


@dataclass(frozen=True)
class Gabarit:
    """A template that was read and filled once: worth keeping."""

    type: str
    format: str
    nom: str
    contenu: bytes


def essayer(type_document: str, nom: str, octets: bytes) -> Gabarit:
    """Read it and fill it with the invented séance, outside any transaction: a hostile one costs one worker.

    Refuses with the part, the field or the line at fault.
    """
    if type_document not in TYPES:
        raise Invalide([Faute("type", f"Écrivez l’un de ces types : {', '.join(TYPES)}.")])
    if len(octets) > TAILLE_MAX:
        raise TropGros("Un modèle pèse 8 Mo au plus : réduisez ses images.")
    format_document, contenu = _lire(nom, octets)
    if not contenu.strip():
        raise Invalide("Ce modèle est vide : déposez le fichier que vous avez écrit.", "fichier")
    try:
        rendu.essayer_gabarit(type_document, format_document, contenu)
    except EchecRendu as echec:
        raise Invalide(echec.phrase, "fichier") from echec
    return Gabarit(type_document, format_document, nom[:200], contenu)


@exige("modele.gerer")
def deposer(acteur: Acteur, organe: Organe | None, gabarit: Gabarit) -> ModeleDocument:
    """Keep a template that was tried, inactive."""
    modele = ModeleDocument(
        institution_id=acteur.institution_id,
        organe_id=organe.id if organe else None,
        type=gabarit.type,
        format=gabarit.format,
        nom=gabarit.nom,
        version=_version(acteur, organe, gabarit.type, gabarit.format),
        sha256=stockage.deposer(gabarit.contenu),
        depose_par_id=acteur.agent_id,
        depose_le=horloge.maintenant(),
    )
    unite().add(modele)
    unite().flush()
    journal.noter(acteur, "modele.depose", modele, type=gabarit.type, sha256=modele.sha256)
    return modele


def _lire(nom: str, octets: bytes) -> tuple[str, bytes]:
    """Format and content; a .zip holds one `modele.html`."""
    bas = nom.lower()
    try:
        if bas.endswith(".docx"):
            verifier_archive(octets)
            return "docx", octets
        if bas.endswith(".zip"):
            octets = _html_du_zip(octets)
        elif not bas.endswith((".html", ".htm")):
            raise Invalide("Déposez un fichier .docx, .html ou .zip.", "fichier")
        return "html", octets.decode("utf-8").encode()
    except GabaritRefuse as refus:
        raise Invalide(str(refus), "fichier") from refus
    except UnicodeDecodeError as erreur:
        raise Invalide(
            "Ce fichier HTML n’est pas écrit en UTF-8 : enregistrez-le dans cet encodage.", "fichier"
        ) from erreur


def _html_du_zip(octets: bytes) -> bytes:
    try:
        with zipfile.ZipFile(BytesIO(octets)) as archive:
            noms = [n for n in archive.namelist() if n.rsplit("/", 1)[-1] == "modele.html"]
            if not noms:
                raise GabaritRefuse("Cette archive ne contient pas de fichier modele.html.")
            if archive.getinfo(noms[0]).file_size > TAILLE_MAX:
                raise GabaritRefuse(f"La partie {noms[0]} se décompresse de façon démesurée.")
            return archive.read(noms[0])
    except zipfile.BadZipFile as erreur:
        raise GabaritRefuse("Cette archive .zip est illisible.") from erreur


def _version(acteur: Acteur, organe: Organe | None, type_document: str, format_document: str) -> int:
    derniere = unite().scalar(
        select(func.max(ModeleDocument.version)).where(
            ModeleDocument.institution_id == acteur.institution_id,
            ModeleDocument.organe_id == (organe.id if organe else None),
            ModeleDocument.type == type_document,
            ModeleDocument.format == format_document,
        )
    )
    return (derniere or 0) + 1


@exige("modele.gerer")
def activer(acteur: Acteur, modele: ModeleDocument) -> ModeleDocument:
    """This version serves from now on; acts already made keep theirs."""
    meme_organe = (
        ModeleDocument.organe_id == modele.organe_id if modele.organe_id else ModeleDocument.organe_id.is_(None)
    )
    for autre in unite().scalars(
        select(ModeleDocument).where(
            ModeleDocument.institution_id == modele.institution_id,
            meme_organe,
            ModeleDocument.type == modele.type,
            ModeleDocument.format == modele.format,
            ModeleDocument.etat == "actif",
        )
    ):
        autre.etat = "inactif"
    modele.etat = "actif"
    journal.noter(acteur, "modele.active", modele, sha256=modele.sha256)
    return modele


@exige("modele.gerer")
def desactiver(acteur: Acteur, modele: ModeleDocument) -> ModeleDocument:
    """Back to the house's own template."""
    if modele.etat != "actif":
        raise Refus("Ce modèle n’est pas actif.", motif="inactif")
    modele.etat = "inactif"
    journal.noter(acteur, "modele.desactive", modele, sha256=modele.sha256)
    return modele
