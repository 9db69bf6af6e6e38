"""Is this PDF inert? PURE. Scripts, launched programs and files inside files are refused."""

from __future__ import annotations

import io
import re
from typing import Any

import pikepdf

from college.points.annexes.refus import refuser

_ACTIONS = re.compile(rb"/S\s*/(?:JavaScript|Launch|SubmitForm|ImportData|GoToE|Rendition)\b|/JS\s")
_JOINTS = re.compile(rb"/EF\s*<<|/Type\s*/EmbeddedFile\b")
_OBJETS_MAX = 500_000


def controler(nom: str, octets: bytes) -> None:
    """Raise unless the document opens without a password and only shows pages."""
    try:
        with pikepdf.open(io.BytesIO(octets), suppress_warnings=True) as document:
            if len(document.objects) > _OBJETS_MAX:
                refuser(nom, "il compte trop d'objets", "exportez-le à nouveau en PDF")
            if not document.pages:
                refuser(nom, "il n'a aucune page", "exportez-le à nouveau en PDF")
            _catalogue(nom, document)
            for objet in document.objects:
                _objet(nom, objet)
    except pikepdf.PasswordError:
        refuser(nom, "il est protégé par un mot de passe", "enregistrez-le sans protection")
    except pikepdf.PdfError:
        refuser(nom, "il est endommagé", "exportez-le à nouveau en PDF")


def pages(octets: bytes) -> int:
    """How many pages the document has."""
    with pikepdf.open(io.BytesIO(octets), suppress_warnings=True) as document:
        return len(document.pages)


def _catalogue(nom: str, document: pikepdf.Pdf) -> None:
    noms = document.Root.get("/Names")
    if isinstance(noms, pikepdf.Dictionary) and "/JavaScript" in noms:
        refuser(nom, "il contient un programme (JavaScript)", "imprimez-le en PDF puis joignez ce PDF")
    if "/XFA" in document.Root.get("/AcroForm", {}):
        refuser(nom, "il contient un formulaire dynamique", "imprimez-le en PDF puis joignez ce PDF")


def _objet(nom: str, objet: Any) -> None:
    """Reads an object in its canonical writing, direct children included: names cannot hide behind « #4A »."""
    if not isinstance(objet, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
        return
    ecrit = (objet.stream_dict if isinstance(objet, pikepdf.Stream) else objet).unparse(resolved=True)
    if _ACTIONS.search(ecrit):
        refuser(nom, "il contient une action automatique", "imprimez-le en PDF puis joignez ce PDF")
    if _JOINTS.search(ecrit):
        refuser(nom, "il contient des fichiers joints", "joignez ces fichiers séparément")
