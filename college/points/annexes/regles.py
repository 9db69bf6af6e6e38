"""Which files we take, under which name, and why we refuse the others: bytes in, verdict out.

What a file says it is (extension) and what it is (content) must agree; what could run, hide another file
or swell beyond reason is refused with its reason. Files are only ever served as attachments, sandboxed.
"""

from __future__ import annotations

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from typing import NamedTuple

from college.erreurs import Invalide, TropGros, TypeRefuse
from college.points.annexes import images, paquets, pdf
from college.points.annexes.refus import refuser
from college.points.phrases import enumerer, fr

TYPES = {
    "interne": "Interne",
    "publiable": "Publiable",
    "a_signer": "À signer",
    "integrante": "Partie intégrante de l’acte",
    "apres_decision": "Postérieure à la décision",
}
TAILLE_MAX = 60 * 1024 * 1024
LIASSE_MAX = 120 * 1024 * 1024
NOMBRE_MAX = 100
NOM_MAX = 200
# Pieces whose words are read for the search.
EXTRAITES = ("pdf", "docx", "odt")
IMAGES = ("png", "jpg", "jpeg", "tif", "tiff", "webp")
MIMES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odp": "application/vnd.oasis.opendocument.presentation",
    "txt": "text/plain",
    "csv": "text/csv",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "webp": "image/webp",
}
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_INTERDITS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_RESERVES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)
_BALISES = re.compile(rb"<\s*(?:script|html|!doctype|svg|iframe|\?php)", re.IGNORECASE)


class Piece(NamedTuple):
    """A file that we take: its display name and its type, ours and not the browser's."""

    nom: str
    mime: str
    extension: str
    pages: int | None = None


def nom_sur(nom: str) -> str:
    """A display name: no path, no control or direction character, no reserved name, 200 characters."""
    nom = unicodedata.normalize("NFC", _INTERDITS.sub("", nom.encode("utf-8", "ignore").decode()))
    nom = re.split(r"[/\\]", nom)[-1].strip(" .")
    nom = _RESERVES.sub(r"_\1", re.sub(r'[<>:"|?*]', "_", nom))
    if not nom or "." not in nom:
        raise Invalide(
            fr("Ce fichier n'a pas de nom ou pas d'extension : renommez-le, par exemple « plan.pdf »."), "fichier"
        )
    tronc, extension = nom.rsplit(".", 1)
    return f"{tronc[: NOM_MAX - len(extension) - 1]}.{extension}"


def examiner(nom: str, octets: bytes) -> Piece:
    """The piece as we keep it, or the refusal with its reason."""
    nom = nom_sur(nom)
    extension = nom.rsplit(".", 1)[1].lower()
    if extension not in MIMES:
        permises = enumerer(sorted(set(MIMES) - {"jpeg", "tiff"}), "ou")
        raise TypeRefuse(fr(f"Nous n'acceptons pas les fichiers « .{extension} » : convertissez-le en {permises}."))
    if not octets:
        raise Invalide(fr(f"« {nom} » est vide : vérifiez le fichier et joignez-le à nouveau."), "fichier")
    if len(octets) > TAILLE_MAX:
        raise TropGros(fr(f"« {nom} » dépasse 60 Mo : réduisez-le ou partagez-le en plusieurs pièces."))
    if EICAR in octets:
        refuser(nom, "l'analyse y trouve un virus", "ne l'ouvrez pas et prévenez votre service informatique")
    return Piece(nom, MIMES[extension], extension, _CONTROLES[extension](nom, octets))


def _texte(nom: str, octets: bytes) -> None:
    if b"\0" in octets or _BALISES.search(octets[:2048]):
        refuser(nom, "son contenu n'est pas du texte simple", "enregistrez-le en texte ou joignez un PDF")


def _pdf(nom: str, octets: bytes) -> int | None:
    if not octets.startswith(b"%PDF-") or b"%%EOF" not in octets[-4096:]:
        refuser(nom, "son contenu n'est pas un PDF complet", "exportez-le à nouveau en PDF")
    if _BALISES.search(octets[:1024]) or zipfile.is_zipfile(io.BytesIO(octets)):
        refuser(nom, "il cache un autre fichier", "exportez-le à nouveau en PDF")
    return pdf.controler(nom, octets)


def _paquet(extension: str) -> Callable[[str, bytes], None]:
    return lambda nom, octets: paquets.controler(nom, octets, extension, MIMES[extension])


def _image(attendu: str) -> Callable[[str, bytes], None]:
    def controler(nom: str, octets: bytes) -> None:
        if _BALISES.search(octets) or zipfile.is_zipfile(io.BytesIO(octets)):
            refuser(nom, "il cache un autre fichier", "enregistrez l'image à nouveau")
        images.controler(nom, octets, attendu)

    return controler


# Each raises, or says how many pages there are where it knows.
_CONTROLES: dict[str, Callable[[str, bytes], int | None]] = {
    "pdf": _pdf,
    **{extension: _paquet(extension) for extension in ("docx", "xlsx", "pptx", "odt", "ods", "odp")},
    "txt": _texte,
    "csv": _texte,
    "png": _image("PNG"),
    "jpg": _image("JPEG"),
    "jpeg": _image("JPEG"),
    "tif": _image("TIFF"),
    "tiff": _image("TIFF"),
    "webp": _image("WEBP"),
}
