"""Office files are ZIP archives: are they what they say, inert, and of a reasonable size? PURE.

Sizes are counted while inflating, never believed from the directory; nothing is parsed here.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from college.points.annexes.refus import refuser

ENTREES_MAX = 2_000
TOTAL_MAX = 200 * 1024 * 1024
RATIO_MAX = 200
_SEUIL_RATIO = 1024 * 1024
_MORCEAU = 1024 * 1024
_PRINCIPALES = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_MACROS = re.compile(r"(vbaProject\.bin|vbaData\.xml|^Basic/|^Scripts/|activeX/)", re.IGNORECASE)
_ARCHIVES = re.compile(r"\.(zip|7z|rar|gz|jar|docx|docm|odt|exe|dll|js|vbs)$", re.IGNORECASE)


def controler(nom: str, octets: bytes, extension: str, mime: str) -> None:
    """Raise unless the archive is the office file that its extension says."""
    if not octets.startswith(b"PK\x03\x04"):
        refuser(nom, f"son contenu n'est pas un fichier « .{extension} »", "enregistrez-le à nouveau")
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            entrees = archive.infolist()
            _repertoire(nom, entrees)
            _nature(nom, archive, extension, mime)
            _contenu(nom, archive, entrees)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError):
        refuser(nom, "il est endommagé ou protégé par un mot de passe", "enregistrez-le à nouveau")


def _repertoire(nom: str, entrees: list[zipfile.ZipInfo]) -> None:
    if len(entrees) > ENTREES_MAX or sum(entree.file_size for entree in entrees) > TOTAL_MAX:
        refuser(nom, "il devient démesuré une fois ouvert", "réduisez-le ou joignez un PDF")
    for entree in entrees:
        if _MACROS.search(entree.filename):
            refuser(nom, "il contient des macros", "enregistrez-le sans macros")
        if _ARCHIVES.search(entree.filename):
            refuser(nom, "il contient un autre fichier", "joignez ce fichier séparément")


def _nature(nom: str, archive: zipfile.ZipFile, extension: str, mime: str) -> None:
    noms = set(archive.namelist())
    if extension in _PRINCIPALES:
        types = archive.read("[Content_Types].xml")[:_MORCEAU] if "[Content_Types].xml" in noms else b""
        juste = _PRINCIPALES[extension] in noms and bool(types)
        if b"macroEnabled" in types:
            refuser(nom, "il contient des macros", "enregistrez-le sans macros")
    else:
        juste = "mimetype" in noms and archive.read("mimetype")[:200].strip() == mime.encode()
    if not juste:
        refuser(nom, f"son contenu n'est pas un fichier « .{extension} »", "enregistrez-le à nouveau")


def _contenu(nom: str, archive: zipfile.ZipFile, entrees: list[zipfile.ZipInfo]) -> None:
    total = 0
    for entree in entrees:
        lu, tete = 0, b""
        with archive.open(entree) as flux:
            while morceau := flux.read(_MORCEAU):
                tete = tete or morceau[:1024]
                lu += len(morceau)
                total += len(morceau)
                if total > TOTAL_MAX or (lu > _SEUIL_RATIO and lu > RATIO_MAX * max(entree.compress_size, 1)):
                    refuser(nom, "il devient démesuré une fois ouvert", "réduisez-le ou joignez un PDF")
        if b"<!DOCTYPE" in tete.upper():
            refuser(nom, "il contient une déclaration XML interdite", "enregistrez-le à nouveau")
