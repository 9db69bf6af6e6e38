"""The words of a file that somebody joined: PDF, DOCX, ODT. Run by a limited worker, never by the web process.

Scanned pages have no words: they give none, and the room of the pieces has them read elsewhere.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree  # nosec B405 - a document type is refused before parsing

import pypdfium2

CARACTERES_MAX = 200_000
OCTETS_XML_MAX = 40_000_000
_PARTIES = {"docx": "word/document.xml", "odt": "content.xml"}
_BLOCS = frozenset(("p", "h", "tr"))
_SAUTS = frozenset(("tab", "br", "s", "line-break"))


def extraire(format_piece: str, octets: bytes) -> str:
    """The text, spaces made single, a form feed between pages, cut at a bound that no honest annexe needs to pass."""
    morceaux = _du_pdf(octets) if format_piece == "pdf" else _du_xml(octets, _PARTIES[format_piece])
    lus, longueur = [], 0
    for morceau in morceaux:
        lus.append(morceau)
        longueur += len(morceau)
        if longueur > CARACTERES_MAX:
            break
    return "\f".join(_propre(page) for page in "".join(lus)[:CARACTERES_MAX].split("\f")).rstrip("\f")


def _propre(page: str) -> str:
    return re.sub(r"[ \t\u00a0]*\n\s*", "\n", re.sub(r"[ \t]+", " ", page)).strip()


def _du_pdf(octets: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(octets)
    for page in document:
        yield page.get_textpage().get_text_bounded().replace("\x02", "").replace("\f", "\n") + "\f"


def _du_xml(octets: bytes, partie: str) -> Iterator[str]:
    with zipfile.ZipFile(BytesIO(octets)) as archive, archive.open(partie) as flux:
        contenu = flux.read(OCTETS_XML_MAX + 1)
    if len(contenu) > OCTETS_XML_MAX or b"<!DOCTYPE" in contenu[:2000]:
        return
    yield from _parcourir(ElementTree.fromstring(contenu))  # noqa: S314  # nosec B314


def _parcourir(element: ElementTree.Element) -> Iterator[str]:
    nom = element.tag.rsplit("}", 1)[-1]
    if nom in _SAUTS:
        yield " "
    if element.text and nom not in ("instrText", "delText"):
        yield element.text
    for enfant in element:
        yield from _parcourir(enfant)
        if enfant.tail:
            yield enfant.tail
    if nom in _BLOCS:
        yield "\n"
