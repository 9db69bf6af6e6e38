"""Is a file that somebody joins whole and inert? Read in a limited worker, never in the web process.

A refusal is (why, what to do), in French: the room that asked says of which file.
"""

from __future__ import annotations

import io
import re
import warnings
from typing import Any

import pikepdf
from PIL import Image, UnidentifiedImageError

PIXELS_MAX = 80_000_000
OBJETS_MAX = 500_000
_ACTIONS = re.compile(rb"/S\s*/(?:JavaScript|Launch|SubmitForm|ImportData|GoToE|Rendition)\b|/JS\s")
_JOINTS = re.compile(rb"/EF\s*<<|/Type\s*/EmbeddedFile\b")


class PieceRefusee(ValueError):
    """The file cannot be taken."""

    def __init__(self, raison: str, remede: str) -> None:
        super().__init__(raison, remede)
        self.raison, self.remede = raison, remede


def pdf(octets: bytes) -> int:
    """How many pages the document has; it opens without a password and only shows pages."""
    try:
        with pikepdf.open(io.BytesIO(octets), suppress_warnings=True) as document:
            if len(document.objects) > OBJETS_MAX:
                raise PieceRefusee("il compte trop d'objets", "exportez-le à nouveau en PDF")
            if not document.pages:
                raise PieceRefusee("il n'a aucune page", "exportez-le à nouveau en PDF")
            _catalogue(document)
            for objet in document.objects:
                _objet(objet)
            return len(document.pages)
    except pikepdf.PasswordError:
        raise PieceRefusee("il est protégé par un mot de passe", "enregistrez-le sans protection") from None
    except pikepdf.PdfError:
        raise PieceRefusee("il est endommagé", "exportez-le à nouveau en PDF") from None


def _catalogue(document: pikepdf.Pdf) -> None:
    noms = document.Root.get("/Names")
    if isinstance(noms, pikepdf.Dictionary) and "/JavaScript" in noms:
        raise PieceRefusee("il contient un programme (JavaScript)", "imprimez-le en PDF puis joignez ce PDF")
    if "/XFA" in document.Root.get("/AcroForm", {}):
        raise PieceRefusee("il contient un formulaire dynamique", "imprimez-le en PDF puis joignez ce PDF")


def _objet(objet: Any) -> None:
    """Reads an object in its canonical writing, direct children included: names cannot hide behind « #4A »."""
    if not isinstance(objet, (pikepdf.Dictionary, pikepdf.Stream, pikepdf.Array)):
        return
    ecrit = (objet.stream_dict if isinstance(objet, pikepdf.Stream) else objet).unparse(resolved=True)
    if _ACTIONS.search(ecrit):
        raise PieceRefusee("il contient une action automatique", "imprimez-le en PDF puis joignez ce PDF")
    if _JOINTS.search(ecrit):
        raise PieceRefusee("il contient des fichiers joints", "joignez ces fichiers séparément")


def image(octets: bytes, attendu: str) -> None:
    """Raise unless Pillow reads the expected format from end to end."""
    trop = PieceRefusee("cette image est démesurée", "réduisez-la")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(octets), formats=[attendu]) as lue:
                if lue.width * lue.height > PIXELS_MAX:
                    raise trop
                lue.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise trop from None
    except PieceRefusee:
        raise
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise PieceRefusee(f"son contenu n'est pas une image {attendu}", "enregistrez-la à nouveau") from None
