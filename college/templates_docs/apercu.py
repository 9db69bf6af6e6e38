"""One page of a PDF as an image, for who reads a piece without leaving the page. Only workers import this."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pypdfium2

LARGEUR = 1100
_LARGEUR_NETTE = 2_480
_HAUTEUR_MAX = 4_000


def page(octets: bytes, numero: int) -> bytes:
    """The page (from 1) in WebP, `LARGEUR` pixels wide; a page out of all proportion is made to fit."""
    return _rendre(octets, numero, LARGEUR, "RGB", format="WEBP", quality=80)


def page_nette(octets: bytes, numero: int) -> bytes:
    """The page in grey, some 300 points an inch: for a program that reads the letters of a scan."""
    return _rendre(octets, numero, _LARGEUR_NETTE, "L", format="PNG")


def _rendre(octets: bytes, numero: int, voulue: int, couleurs: str, **sortie_image: Any) -> bytes:
    feuille = pypdfium2.PdfDocument(octets)[numero - 1]
    largeur, hauteur = feuille.get_size()
    echelle = min(voulue / max(largeur, 1), _HAUTEUR_MAX / max(hauteur, 1))
    sortie = BytesIO()
    feuille.render(scale=echelle).to_pil().convert(couleurs).save(sortie, **sortie_image)
    return sortie.getvalue()
