"""HTML to PDF/A-3a and PDF/UA-1 with WeasyPrint: same facts, same bytes. Only workers import this.

Nothing is fetched but `data:` images and the house's own fonts; metadata come from explicit public fields;
signature fields are laid out in the HTML and made before any signature.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from functools import cache
from typing import Any

import weasyprint
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from college.templates_docs.champs import Cadre, poser_champs
from college.templates_docs.gabarit_html import DOSSIER, MODELES, moteur, moteur_maison, verifier_contexte

MAX_DONNEES = 2_800_000
_PDFUA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"><pdfuaid:part>1</pdfuaid:part><pdfaExtension:schemas>\
<rdf:Bag><rdf:li rdf:parseType="Resource"><pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/\
</pdfaSchema:namespaceURI><pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:schema>PDF/UA identification \
schema</pdfaSchema:schema><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource"><pdfaProperty:category>\
internal</pdfaProperty:category><pdfaProperty:description>PDF/UA version identifier</pdfaProperty:description>\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType></rdf:li>\
</rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""


class Guichet(URLFetcher):
    """Deny all: a document fetches nothing but `data:` images and the assets that ship with the package."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Answer for a `data:` or `college-asset:` address; anything else stops the document."""
        if url.startswith("college-asset:"):
            chemin = (DOSSIER / url.removeprefix("college-asset:")).resolve()
            if chemin.parent == DOSSIER / "polices" and chemin.is_file():
                return URLFetcherResponse(url, chemin.read_bytes(), {"Content-Type": "font/woff2"})
        if url.startswith("data:image/") and len(url) <= MAX_DONNEES:
            return super().fetch(url, headers)
        raise ValueError(f"Address refused in a document: {url[:80]}")


@cache
def feuilles() -> tuple[FontConfiguration, tuple[weasyprint.CSS, ...]]:
    """Fonts and style sheet, parsed once before the fork, shared by all documents of the process."""
    polices = FontConfiguration()
    noms = ("polices.css", "document.css")
    return polices, tuple(
        weasyprint.CSS(string=(MODELES / nom).read_text(), font_config=polices, url_fetcher=Guichet()) for nom in noms
    )


def fabriquer(type_document: str, contexte: dict[str, Any], html: str | None = None) -> tuple[bytes, int]:
    """The PDF of a document and its number of pages; `html` is the commune's own template, else the house's."""
    verifier_contexte(contexte)
    env = moteur({"commune.html": html}) if html else moteur_maison()
    modele = env.get_template("commune.html" if html else f"{type_document}/modele.html")
    return depuis_html(modele.render(contexte), contexte["meta"], contexte)


def depuis_html(source: str, meta: dict[str, Any], contexte: dict[str, Any] | None = None) -> tuple[bytes, int]:
    """Lay out, embed the facts as JSON, prepare the signature fields."""
    polices, css = feuilles()
    document = weasyprint.HTML(string=source, url_fetcher=Guichet(), base_url="college-asset:").render(
        font_config=polices,
        stylesheets=list(css),
        presentational_hints=True,  # the first number and the letters of a list are attributes
    )
    identifiant = hashlib.sha256(f"{meta['cree_le']}\0{source}".encode()).digest()[:16]
    pdf = document.write_pdf(
        pdf_variant="pdf/a-3a",
        pdf_identifier=identifiant,
        uncompressed_pdf=True,  # packed once, when the fields are laid
        finisher=_finir,
        attachments=[_faits(contexte, meta)] if contexte else None,
    )
    return poser_champs(pdf, cadres(document)), len(document.pages)


def _faits(contexte: dict[str, Any], meta: dict[str, Any]) -> weasyprint.Attachment:
    """The facts that made the document travel inside it: PDF/A-3 allows the source to be attached."""
    instant = datetime.fromisoformat(meta["cree_le"])
    return weasyprint.Attachment(
        string=json.dumps(contexte, ensure_ascii=False, sort_keys=True, indent=1),
        name="donnees.json",
        description="Données du document",
        created=instant,
        modified=instant,
        relationship="Source",
    )


def _finir(document: Any, pdf: Any) -> None:
    """PDF/UA-1 identification inside the one existing rdf:RDF (a second one is ignored by validators)."""
    numero = int(pdf.catalog["Metadata"].split()[0])
    flux = pdf.objects[numero]
    flux.stream[0] = flux.stream[0].replace(b"</rdf:RDF>", _PDFUA + b"</rdf:RDF>")
    pdf.catalog["ViewerPreferences"] = "<</DisplayDocTitle true>>"


def cadres(document: Any) -> list[Cadre]:
    """Boxes reserved by `data-champ`, in PDF points from the bottom left."""
    trouves = []
    for numero, page in enumerate(document.pages):
        for boite in page._page_box.descendants():
            element = getattr(boite, "element", None)
            if element is None or element.tag != "div":
                continue
            if champ := element.get("data-champ"):
                gauche, haut = boite.position_x * 0.75, (page.height - boite.position_y) * 0.75
                droite, bas = gauche + boite.width * 0.75, haut - boite.height * 0.75
                libelle = element.get("data-libelle") or champ
                trouves.append(Cadre(champ, numero, gauche, bas, droite, haut, libelle))
    return trouves
