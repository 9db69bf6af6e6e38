"""LibreOffice opens every Word file of a folder: `python -m tests.outils.docx_lisibles FOLDER`.

Few soffice runs, many files each; a file that gives no page, or an empty one, is named and the exit code is 1.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pypdfium2 import PdfDocument, PdfiumError

SOFFICE = ("soffice", "--headless", "--convert-to", "pdf")
PAR_LANCEMENT = 40
DELAI_PAR_FICHIER = 60


def convertir(fichiers: list[Path], sortie: Path, profil: Path) -> None:
    """One run of LibreOffice, its own profile, no window."""
    subprocess.run(
        [*SOFFICE, f"-env:UserInstallation=file://{profil}", "--outdir", str(sortie), *map(str, fichiers)],
        check=True,
        capture_output=True,
        timeout=60 + DELAI_PAR_FICHIER * len(fichiers),
    )


def illisibles(dossier: Path) -> tuple[int, list[str]]:
    """How many files were read, and the names of those that LibreOffice could not show."""
    fichiers, fautifs = sorted(dossier.rglob("*.docx")), []
    with tempfile.TemporaryDirectory() as ailleurs:
        travail = Path(ailleurs)
        for rang, lot in enumerate(_lots(fichiers)):
            sortie = travail / f"lot-{rang}"
            copies = _copier(lot, sortie)
            convertir(copies, sortie, travail / "profil")
            fautifs += [str(f) for f, copie in zip(lot, copies, strict=True) if not _pages(copie.with_suffix(".pdf"))]
    return len(fichiers), fautifs


def _lots(fichiers: list[Path]) -> Iterator[list[Path]]:
    for debut in range(0, len(fichiers), PAR_LANCEMENT):
        yield fichiers[debut : debut + PAR_LANCEMENT]


def _copier(lot: list[Path], sortie: Path) -> list[Path]:
    """Under a number: two folders may hold files of one name."""
    sortie.mkdir()
    copies = []
    for rang, fichier in enumerate(lot):
        copie = sortie / f"{rang:04}.docx"
        copie.write_bytes(fichier.read_bytes())
        copies.append(copie)
    return copies


def _pages(pdf: Path) -> int:
    """Pages that hold a word; none where there is no file."""
    if not pdf.exists():
        return 0
    try:
        with PdfDocument(pdf) as lu:
            return sum(1 for page in lu if page.get_textpage().get_text_range().strip())
    except PdfiumError:
        return 0


def main() -> int:
    """Print the count and each fault."""
    nombre, fautifs = illisibles(Path(sys.argv[1]))
    print(f"{nombre} fichiers Word, {len(fautifs)} que LibreOffice n’ouvre pas.")
    for nom in fautifs:
        print(f"  - {nom}")
    return 1 if fautifs or not nombre else 0


if __name__ == "__main__":
    sys.exit(main())
