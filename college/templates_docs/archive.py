"""PURE: what a Word template may hold. Refusals name the part, so that the secretary can mend it."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from lxml import etree

MAX_ENTREES = 2_000
MAX_TOTAL = 200_000_000
MAX_RAPPORT = 200
_PARTIES_INTERDITES = ("vbaproject", "vbadata", "embeddings/", "activex", "afchunk", "customui", "attachedtoolbars")
_ARCHIVES = (".zip", ".7z", ".rar", ".gz", ".docx", ".xlsx", ".docm")


class GabaritRefuse(ValueError):
    """The file cannot be a template; the sentence names the part."""


def verifier_archive(contenu: bytes) -> None:
    """Refuse bombs, macros, embedded or linked objects, DTDs, before anything is parsed."""
    try:
        archive = zipfile.ZipFile(BytesIO(contenu))
    except zipfile.BadZipFile:
        raise GabaritRefuse("Ce fichier n’est pas un document Word (.docx) lisible.") from None
    with archive:
        _mesurer(archive)
        for info in archive.infolist():
            _verifier_partie(info.filename, archive)
        if "word/document.xml" not in archive.namelist():
            raise GabaritRefuse("Ce fichier n’est pas un document Word : word/document.xml manque.")


def _mesurer(archive: zipfile.ZipFile) -> None:
    """The directory may lie: count what really comes out."""
    if len(archive.infolist()) > MAX_ENTREES:
        raise GabaritRefuse(f"Ce document contient plus de {MAX_ENTREES} parties.")
    total = 0
    for info in archive.infolist():
        lu = 0
        try:
            with archive.open(info) as flux:
                while morceau := flux.read(1 << 16):
                    lu += len(morceau)
                    if total + lu > MAX_TOTAL or (lu > 1_000_000 and lu > MAX_RAPPORT * max(info.compress_size, 1)):
                        raise GabaritRefuse(f"La partie {info.filename} se décompresse de façon démesurée.")
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
            raise GabaritRefuse(f"La partie {info.filename} est illisible ou chiffrée.") from None
        total += lu


def _verifier_partie(nom: str, archive: zipfile.ZipFile) -> None:
    bas = nom.lower()
    if any(mot in bas for mot in _PARTIES_INTERDITES) or bas.endswith(_ARCHIVES):
        raise GabaritRefuse(f"La partie {nom} n’est pas admise : macro, objet incorporé ou archive.")
    if ".." in nom or nom.startswith("/"):
        raise GabaritRefuse(f"La partie {nom} porte un nom dangereux.")
    if not bas.endswith((".xml", ".rels")):
        return
    xml = archive.read(nom)
    if b"\0" in xml:  # UTF-16 would hide from what follows all that it looks for; Word writes UTF-8
        raise GabaritRefuse(f"La partie {nom} n’est pas en UTF-8 : enregistrez le document à nouveau.")
    if b"<!DOCTYPE" in xml.upper() or b"<!ENTITY" in xml.upper():
        raise GabaritRefuse(f"La partie {nom} contient une déclaration DOCTYPE.")
    if bas.endswith(".rels"):
        _verifier_liens(nom, xml)
    if b"altChunk" in xml:
        raise GabaritRefuse(f"La partie {nom} incorpore un autre document (altChunk).")


def _verifier_liens(nom: str, xml: bytes) -> None:
    """Read as Word reads them: an attribute may hold « > » or be written by its number."""
    for lien in _arbre(nom, xml).iter("{*}Relationship"):
        externe = lien.get("TargetMode", "").strip().casefold() == "external"
        if externe and not lien.get("Type", "").endswith("/hyperlink"):
            raise GabaritRefuse(f"La partie {nom} appelle un fichier extérieur : {lien.get('Target', '?')[:80]}")


def _arbre(nom: str, xml: bytes) -> etree._Element:
    try:
        return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    except etree.XMLSyntaxError:
        raise GabaritRefuse(f"La partie {nom} est illisible : enregistrez le document à nouveau.") from None
