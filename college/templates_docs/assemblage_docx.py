"""Several Word documents in one: each keeps its own section, its footer and its pictures. Only workers import this."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentWord
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from college.templates_docs.archive import GabaritRefuse
from college.templates_docs.docx import normaliser, proprietes

_LIENS = (qn("r:id"), qn("r:embed"), qn("r:link"))


def assembler(blobs: list[bytes], meta: dict[str, Any]) -> bytes:
    """One document of several, in their order, each beginning on a new page."""
    recueil = Document(BytesIO(blobs[0]))
    for rang, blob in enumerate(blobs[1:], start=1):
        _ajouter(recueil, Document(BytesIO(blob)), rang)
    for rang, dessin in enumerate(recueil.element.body.iter(qn("wp:docPr")), start=1):
        dessin.set("id", str(rang))
    proprietes(recueil, meta)
    sortie = BytesIO()
    recueil.save(sortie)
    return normaliser(sortie.getvalue())


def _ajouter(recueil: DocumentWord, piece: DocumentWord, rang: int) -> None:
    if next(piece.element.body.iter(qn("w:footnoteReference"), qn("w:endnoteReference")), None) is not None:
        raise GabaritRefuse(
            "Le modèle Word des délibérations emploie des notes de bas de page, que leur recueil ne peut pas réunir : "
            "demandez le recueil en PDF."
        )
    _clore_la_section(recueil)
    _ajouter_les_styles(recueil, piece)
    connus: dict[str, str] = {}
    for element in piece.element.body:
        copie = deepcopy(element)
        recueil.element.body.append(copie)
        for noeud in copie.iter():
            for lien in _LIENS:
                if ancien := noeud.get(lien):
                    noeud.set(lien, connus.setdefault(ancien, _importer(recueil, piece, ancien, rang)))


def _clore_la_section(recueil: DocumentWord) -> None:
    """The page layout of what stands so far goes into a last paragraph: what follows has its own."""
    fin = recueil.element.body[-1]
    recueil.element.body.remove(fin)
    dernier: Paragraph = recueil.add_paragraph()
    dernier.paragraph_format.space_after, dernier.paragraph_format.line_spacing = Pt(0), Pt(1)
    dernier._p.get_or_add_pPr().append(fin)


def _ajouter_les_styles(recueil: DocumentWord, piece: DocumentWord) -> None:
    presents = {style.style_id for style in recueil.styles}
    for style in piece.styles:
        if style.style_id not in presents:
            recueil.styles.element.append(deepcopy(style.element))


def _importer(recueil: DocumentWord, piece: DocumentWord, ancien: str, rang: int) -> str:
    """The relation `ancien` of the piece, in the whole: its part comes along under a name of its own."""
    relation = piece.part.rels[ancien]
    if relation.is_external:
        return recueil.part.relate_to(relation.target_ref, relation.reltype, is_external=True)
    _renommer(relation.target_part, rang)
    return recueil.part.relate_to(relation.target_part, relation.reltype)


def _renommer(part: Part, rang: int) -> None:
    """`/word/footer1.xml` becomes `/word/piece-3/footer1.xml`, and so do the pictures that it shows."""
    if part.partname.startswith(f"/word/piece-{rang}/"):
        return
    part.partname = PackURI(f"/word/piece-{rang}/{part.partname.removeprefix('/word/').replace('/', '-')}")
    for relation in part.rels.values():
        if not relation.is_external and relation.reltype == RELATIONSHIP_TYPE.IMAGE:
            _renommer(relation.target_part, rang)
