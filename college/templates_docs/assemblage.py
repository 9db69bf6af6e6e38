"""Several files in one, each piece found by its bookmark: a bundle to read, not an act. Only workers import this."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pikepdf


def assembler(blobs: list[bytes], titres: list[Any], niveaux: list[int]) -> tuple[bytes, int]:
    """One PDF and its number of pages."""
    with pikepdf.new() as dossier, dossier.open_outline() as plan:
        for blob, titre, niveau in zip(blobs, titres, niveaux, strict=True):
            with pikepdf.open(BytesIO(blob)) as piece:
                au_dessus = plan.root[-1].children if niveau and plan.root else plan.root
                for nom, page in _signets(piece, titre):
                    au_dessus.append(pikepdf.OutlineItem(nom, len(dossier.pages) + page))
                dossier.pages.extend(piece.pages)
        pages = len(dossier.pages)
        plan._save()
        sortie = BytesIO()
        dossier.save(sortie, deterministic_id=True)
    return sortie.getvalue(), pages


def _signets(piece: pikepdf.Pdf, titre: str | list[str]) -> list[tuple[str, int]]:
    """Where a piece is marked: at its first page; or, given several titles, where its own headings stand."""
    if isinstance(titre, str):
        return [(titre, 0)]
    rangs = {page.obj.objgen: rang for rang, page in enumerate(piece.pages)}
    with piece.open_outline() as plan:
        propres = plan.root[0].children if plan.root else []
        places = [rangs.get(_page(signet.destination), 0) for signet in propres]
    if len(places) != len(titre):
        return [(nom, 0) for nom in titre]
    return list(zip(titre, places, strict=True))


def _page(destination: Any) -> tuple[int, int]:
    """The page to which a bookmark of ours leads."""
    page: tuple[int, int] = destination[0].objgen
    return page
