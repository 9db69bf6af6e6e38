"""Word documents: a template of the commune or of the house, filled in a sandbox. Only workers import this."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

from docx.shared import Mm
from docxtpl import DocxTemplate
from lxml import etree
from markupsafe import Markup

from college.templates_docs import wordml
from college.templates_docs.archive import verifier_archive
from college.templates_docs.gabarit_html import MODELES, moteur, verifier_contexte
from college.templates_docs.grammaire import insecables_html

_EPOQUE = (1980, 1, 1, 0, 0, 0)


def fabriquer(type_document: str, contexte: dict[str, Any], gabarit: bytes | None = None) -> bytes:
    """The DOCX of a document, byte for byte the same for the same facts."""
    verifier_contexte(contexte)
    source = gabarit if gabarit is not None else (MODELES / type_document / "modele.docx").read_bytes()
    verifier_archive(source)
    modele = DocxTemplate(BytesIO(source))
    modele.init_docx()
    modele.render(_habiller(contexte, modele), jinja_env=moteur_word())
    proprietes(modele.docx, contexte["meta"])
    sortie = BytesIO()
    modele.save(sortie)
    return normaliser(sortie.getvalue())


@cache
def moteur_word() -> Any:
    """The same sandbox as for HTML, without its newline trimming: the source is XML.

    A part that was compiled once (the house's own templates, before the fork) is not compiled again.
    """
    env: Any = moteur()
    env.trim_blocks = env.lstrip_blocks = False
    env.from_string = cache(env.from_string)
    return env


def _habiller(valeur: Any, modele: DocxTemplate, cle: str = "") -> Any:
    """Rich text (`*_html`) becomes WordprocessingML; plain text loses what XML cannot carry."""
    if isinstance(valeur, dict):
        return {c: _habiller(v, modele, c) for c, v in valeur.items()}
    if isinstance(valeur, list):
        return [_habiller(v, modele, cle) for v in valeur]
    if not isinstance(valeur, str):
        return valeur
    if cle.endswith("_html"):
        fragment = insecables_html(valeur)
        return Markup(wordml.convertir(fragment, lambda octets: _image(octets, modele)))  # noqa: S704 - escaped there
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", valeur)


def _image(octets: bytes, modele: DocxTemplate) -> str:
    dessin = modele.docx.part.new_pic_inline(BytesIO(octets), width=None)
    if dessin.extent.cx > Mm(140):
        ratio = Mm(140) / dessin.extent.cx
        for cadre in (dessin.extent, dessin.graphic.graphicData.pic.spPr.xfrm):
            cadre.cx, cadre.cy = int(cadre.cx * ratio), int(cadre.cy * ratio)
    xml = etree.tostring(dessin, encoding="unicode")
    return f"<w:r><w:drawing>{xml}</w:drawing></w:r>"


def proprietes(mot: Any, meta: dict[str, Any]) -> None:
    """The template's author, comments and history must not travel with an act."""
    noyau = mot.core_properties
    instant = datetime.fromisoformat(meta["cree_le"]).astimezone(UTC)
    noyau.author = noyau.last_modified_by = meta["auteur"]
    noyau.title, noyau.subject = meta["titre"][:255], meta["sujet"][:255]
    noyau.comments = noyau.keywords = noyau.category = noyau.content_status = noyau.identifier = ""
    noyau.version = ""
    noyau.language = "fr-BE"
    noyau.created = noyau.modified = noyau.last_printed = instant
    noyau.revision = 1


def normaliser(contenu: bytes) -> bytes:
    """Same members, fixed dates and order: the hash depends on the content alone."""
    sortie = BytesIO()
    with zipfile.ZipFile(BytesIO(contenu)) as lu, zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as ecrit:
        noms = sorted(lu.namelist(), key=lambda nom: (nom != "[Content_Types].xml", nom))
        for nom in dict.fromkeys(noms):
            ecrit.writestr(zipfile.ZipInfo(nom, _EPOQUE), lu.read(nom), zipfile.ZIP_DEFLATED)
    return sortie.getvalue()
