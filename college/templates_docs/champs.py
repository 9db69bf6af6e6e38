"""Signature fields, made before the first signature so that two visible ones keep PDF/A and PDF/UA valid.

The file is written here for good: what was laid out uncompressed is packed on the way, by the library in C.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, String


@dataclass(frozen=True)
class Cadre:
    """A box on a page (0-based), in points: the place of a signature."""

    champ: str
    page: int
    gauche: float
    bas: float
    droite: float
    haut: float
    libelle: str = ""
    """Who signs there, as a screen reader says it."""


def poser_champs(contenu: bytes, cadres: list[Cadre]) -> bytes:
    """The same PDF, packed, with one empty, tagged signature field for each box."""
    with pikepdf.open(BytesIO(contenu)) as pdf:
        if cadres:
            _poser(pdf, cadres)
        sortie = BytesIO()
        pdf.save(sortie, deterministic_id=True, linearize=False, object_stream_mode=ObjectStreamMode.generate)
        return sortie.getvalue()


def _poser(pdf: pikepdf.Pdf, cadres: list[Cadre]) -> None:
    racine = pdf.Root.StructTreeRoot
    corps = racine.K[0] if isinstance(racine.K, Array) else racine.K
    nombres = racine.ParentTree.Nums
    cle = max(int(nombres[i]) for i in range(0, len(nombres), 2)) + 1
    champs = Array()
    for rang, cadre in enumerate(cadres):
        widget, structure = _champ(pdf, cadre, cle + rang, corps)
        champs.append(widget)
        paire: list[Any] = [cle + rang, structure]
        nombres.extend(paire)
    racine.ParentTreeNextKey = cle + len(cadres)
    pdf.Root.AcroForm = pdf.make_indirect(Dictionary(Fields=champs, SigFlags=1))


def _champ(pdf: pikepdf.Pdf, cadre: Cadre, cle: int, corps: pikepdf.Object) -> tuple[pikepdf.Object, pikepdf.Object]:
    page = pdf.pages[cadre.page]
    fond: Any = [0, 0, *_taille(cadre)]
    vide = pdf.make_stream(b"", Dictionary(Type=Name.XObject, Subtype=Name.Form, BBox=fond, Resources={}))
    widget = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(cadre.champ),
            TU=String(f"Signature : {cadre.libelle or cadre.champ}"),
            F=132,
            P=page.obj,
            Rect=[round(v, 3) for v in (cadre.gauche, cadre.bas, cadre.droite, cadre.haut)],
            StructParent=cle,
            AP=Dictionary(N=vide),
        )
    )
    structure = pdf.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=corps,
            Pg=page.obj,
            Alt=String(f"Emplacement de la signature : {cadre.libelle or cadre.champ}"),
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page.obj),
        )
    )
    if Name.K not in corps:
        corps.K = Array()
    elif not isinstance(corps.K, Array):
        corps.K = Array([corps.K])
    corps.K.append(structure)
    if Name.Annots not in page.obj:
        page.obj.Annots = Array()
    page.obj.Annots.append(widget)
    page.obj.Tabs = Name.S
    return widget, structure


def _taille(cadre: Cadre) -> tuple[float, float]:
    return round(cadre.droite - cadre.gauche, 3), round(cadre.haut - cadre.bas, 3)
