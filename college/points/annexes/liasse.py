"""All the pieces of a point in one download: an archive written as it leaves, or one PDF with its plan."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence

from college import stockage
from college.erreurs import TropGros
from college.points.annexes.modele import Annexe
from college.points.annexes.regles import LIASSE_MAX
from college.points.phrases import fr
from college.templates_docs import rendu

RETENUE = "Cette pièce est retenue par l’analyse antivirus : elle n’est pas jointe."


class _Sortie(io.RawIOBase):
    """What the archive has written since it was last asked."""

    def __init__(self) -> None:
        self.morceaux: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, octets: bytes) -> int:  # type: ignore[override]
        self.morceaux.append(bytes(octets))
        return len(octets)

    def vider(self) -> bytes:
        lus, self.morceaux = b"".join(self.morceaux), []
        return lus


def archive(pieces: Sequence[tuple[str, str]], retenues: Sequence[str]) -> Iterator[bytes]:
    """A ZIP of (name, hash), one piece in memory at a time; a note names those held back by the scanner."""
    sortie = _Sortie()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_STORED) as paquet:
        for nom, sha256 in pieces:
            paquet.writestr(nom, stockage.lire(sha256))
            yield sortie.vider()
        if retenues:
            note = "Pièces retenues par l’analyse antivirus :\n" + "\n".join(retenues) + "\n"
            paquet.writestr("pièces retenues.txt", note.encode())
    yield sortie.vider()


def noms(pieces: Sequence[Annexe], retenues: Sequence[Annexe]) -> list[tuple[str, str]]:
    """« 03 plan.pdf »: the number that the page gives it, though one before is held back; no two names alike."""
    numerotees = enumerate(pieces, 1)
    return [(f"{numero:02d} {piece.nom}", piece.sha256) for numero, piece in numerotees if piece not in retenues]


def un_pdf(pieces: Sequence[Annexe], retenues: Sequence[Annexe], reference: str) -> bytes:
    """One PDF with a plan; each page says « annexe 3 sur 5, page 12 sur 40 ». A sheet stands for who is held back."""
    if sum(piece.taille for piece in pieces) > LIASSE_MAX:
        raise TropGros(fr("Ces pièces dépassent 120 Mo ensemble : téléchargez l'archive, elle n'a pas de limite."))
    lot, contenus = [], []
    for piece in pieces:
        retenue = piece in retenues
        mime, absente = ("", RETENUE) if retenue else (piece.mime, "")
        lot.append({"nom": piece.nom, "mime": mime, "sha256": piece.sha256, "absente": absente})
        contenus.append(b"" if retenue else stockage.lire(piece.sha256))
    return rendu.relier(lot, contenus, fr(f"Point {reference}")).contenu
