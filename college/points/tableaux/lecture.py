"""From the bytes of a CSV or XLSX file to rows of text. PURE: no formula is computed, nothing outside is read."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml import etree

from college.erreurs import Invalide
from college.points.phrases import fr

LIGNES_MAX, COLONNES_MAX = 2_000, 40
OUVERT_MAX, LU_MAX = (
    20 * 1024 * 1024,
    6 * 1024 * 1024,
)  # a whole XLSX once opened; each part of it that is parsed, or a CSV
CELLULE_MAX = 500
_ILLISIBLE = (
    zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError,  # damaged, enciphered, packed another way
    etree.XMLSyntaxError, IndexError, ValueError, KeyError,
)  # fmt: skip
_CONTROLES = dict.fromkeys([*range(32), 127])
_NS = {"s": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
_S = f"{{{_NS['s']}}}"

Rangees = list[list[str]]


def lire(nom: str, octets: bytes) -> Rangees:
    """The filled rows, headings first, all of one width. Raises Invalide at `fichier`."""
    extension = nom.rpartition(".")[2].lower()
    if extension not in ("csv", "xlsx"):
        raise Invalide(fr(f"« {nom} » n'est ni un CSV ni un XLSX : exportez-le dans l'un de ces formats."), "fichier")
    lues = _csv(nom, octets) if extension == "csv" else _xlsx(nom, octets)
    rangees = [[_propre(cellule) for cellule in rangee] for rangee in lues]
    rangees = [rangee for rangee in rangees if any(rangee)]
    if len(rangees) < 2:
        raise Invalide(fr(f"« {nom} » ne contient pas de tableau : une ligne de titres, puis les lignes."), "fichier")
    largeur = max(map(len, rangees))
    if len(rangees) > LIGNES_MAX + 1 or largeur > COLONNES_MAX:
        phrase = f"« {nom} » dépasse {LIGNES_MAX} lignes ou {COLONNES_MAX} colonnes : partagez-le en plusieurs points."
        raise Invalide(fr(phrase), "fichier")
    return [rangee + [""] * (largeur - len(rangee)) for rangee in rangees]


def _csv(nom: str, octets: bytes) -> Sequence[Sequence[str]]:
    if len(octets) > LU_MAX:
        raise _trop_gros(nom)
    try:
        texte = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        texte = octets.decode("cp1252", errors="replace")
    tete = texte[:4000]
    separateur = max(";\t,", key=tete.count)
    try:
        return list(islice(csv.reader(io.StringIO(texte, newline=""), delimiter=separateur), LIGNES_MAX + 2))
    except csv.Error as faute:
        raise Invalide(
            fr(f"« {nom} » a une cellule trop longue, ou un guillemet qui ne se ferme pas."), "fichier"
        ) from faute


def _propre(cellule: str) -> str:
    """The words of a cell: a line break is a space, what no page can hold is gone."""
    return " ".join(cellule.split()).translate(_CONTROLES)[:CELLULE_MAX]


def _xlsx(nom: str, octets: bytes) -> Sequence[Sequence[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as paquet:
            if sum(entree.file_size for entree in paquet.infolist()) > OUVERT_MAX:
                raise _trop_gros(nom)
            noms = paquet.namelist()
            feuilles = sorted(n for n in noms if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n))
            partages = paquet.read("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in noms else b""
            feuille = paquet.read(feuilles[0])
            if max(len(feuille), len(partages)) > LU_MAX:
                raise _trop_gros(nom)
            return list(_rangees(feuille, _chaines(partages)))
    except _ILLISIBLE as faute:
        raise Invalide(fr(f"« {nom} » ne s'ouvre pas : enregistrez-le à nouveau en XLSX."), "fichier") from faute


def _trop_gros(nom: str) -> Invalide:
    return Invalide(fr(f"« {nom} » est trop gros une fois ouvert : partagez-le en plusieurs points."), "fichier")


def _arbre(octets: bytes) -> etree._Element:
    return etree.fromstring(octets, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))


def _chaines(octets: bytes) -> list[str]:
    if not octets:
        return []
    return ["".join(texte.text or "" for texte in si.iter(f"{_S}t")) for si in _arbre(octets).iter(f"{_S}si")]


def _rangees(feuille: bytes, partages: Sequence[str]) -> Iterator[list[str]]:
    for numero, rangee in enumerate(_arbre(feuille).iter(f"{_S}row")):
        if numero > LIGNES_MAX + 1:
            return
        cellules: dict[int, str] = {}
        for rang, cellule in enumerate(rangee.iter(f"{_S}c")):
            cellules[_colonne(cellule.get("r"), rang)] = _valeur(cellule, partages)
        yield [cellules.get(place, "") for place in range(max(cellules, default=-1) + 1)]


def _colonne(ref: str | None, defaut: int) -> int:
    """« C7 » is the third column."""
    lettres = re.match(r"[A-Z]{1,3}", ref or "")
    if not lettres:
        return defaut
    place = 0
    for lettre in lettres[0]:
        place = place * 26 + ord(lettre) - 64
    return min(place - 1, COLONNES_MAX)


def _valeur(cellule: etree._Element, partages: Sequence[str]) -> str:
    genre, brute = cellule.get("t"), cellule.findtext("s:v", "", _NS)
    if genre == "s":
        return partages[int(brute)]
    if genre == "inlineStr":
        return "".join(texte.text or "" for texte in cellule.iter(f"{_S}t"))
    return brute
