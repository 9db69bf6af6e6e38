"""Is this image what its extension says, whole, and of a reasonable size? PURE."""

from __future__ import annotations

import io
import warnings

from PIL import Image, UnidentifiedImageError

from college.points.annexes.refus import refuser

PIXELS_MAX = 80_000_000


def controler(nom: str, octets: bytes, attendu: str) -> None:
    """Raise unless Pillow reads the expected format from end to end."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(octets), formats=[attendu]) as image:
                if image.width * image.height > PIXELS_MAX:
                    refuser(nom, "cette image est démesurée", "réduisez-la")
                image.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        refuser(nom, "cette image est démesurée", "réduisez-la")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        refuser(nom, f"son contenu n'est pas une image {attendu}", "enregistrez-la à nouveau")
