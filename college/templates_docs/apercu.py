"""One page of a PDF as an image, for who reads a piece without leaving the page. Only workers import this."""

from __future__ import annotations

from io import BytesIO

import pypdfium2

LARGEUR = 1100
_HAUTEUR_MAX = 4_000


def page(octets: bytes, numero: int) -> bytes:
    """The page (from 1) in WebP, `LARGEUR` pixels wide; a page out of all proportion is made to fit."""
    document = pypdfium2.PdfDocument(octets)
    feuille = document[numero - 1]
    largeur, hauteur = feuille.get_size()
    echelle = min(LARGEUR / max(largeur, 1), _HAUTEUR_MAX / max(hauteur, 1))
    sortie = BytesIO()
    feuille.render(scale=echelle).to_pil().convert("RGB").save(sortie, "WEBP", quality=80)
    return sortie.getvalue()
