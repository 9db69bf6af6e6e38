"""The annexes that are part of an act, as one stamped file: « Vu pour être annexé à la délibération du … ».

The act's own PDF stays alone (PDF/A, signed, naming each annexe by its hash): foreign pages never enter it. The
bundle that people read and print has the act's pages, then those of its annexes, and carries the act itself.
Only workers import this.
"""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import pikepdf
import weasyprint
from markupsafe import escape

from college.templates_docs.pdf import Guichet, feuilles

_BANDEAU_MM = 11
_STYLE = """<style>@page { size: %smm %smm; margin: %s; @top-left { content: none } @top-right { content: none }
@bottom-left { content: none } @bottom-right { content: none } } body { font: 8pt/1.35 "Source Sans 3"; margin: 0 }
.visa { border: .6pt solid #000; padding: 1mm 2mm; margin: 0; page-break-after: always; width: 172mm }
.visa:last-child { page-break-after: auto } img { max-width: 100%%; max-height: 230mm } h1 { font-size: 15pt }
p { overflow-wrap: anywhere }</style>"""


def relier(pieces: list[dict[str, Any]], contenus: list[bytes], visa: str) -> tuple[bytes, int]:
    """One PDF, bookmarked, each page stamped; a file that has no pages gets a sheet with its name and hash."""
    total = len(pieces)
    with pikepdf.new() as liasse, liasse.open_outline() as plan:
        for rang, (piece, contenu) in enumerate(zip(pieces, contenus, strict=True), start=1):
            plan.root.append(pikepdf.OutlineItem(f"Annexe {rang} : {piece['nom']}", len(liasse.pages)))
            debut = f"{visa} – annexe {rang} sur {total}"
            with pikepdf.open(BytesIO(_pages(piece, contenu))) as lue:
                _estampiller(lue, debut)
                liasse.pages.extend(lue.pages)
        nombre = len(liasse.pages)
        plan._save()
        sortie = BytesIO()
        liasse.save(sortie, deterministic_id=True)
    return sortie.getvalue(), nombre


def joindre(acte: bytes, liasse: bytes, titre: str) -> tuple[bytes, int]:
    """The act, then its stamped annexes; the act's own file, signatures and all, is attached to it unchanged."""
    with pikepdf.open(BytesIO(acte)) as lu, pikepdf.open(BytesIO(liasse)) as suite, pikepdf.new() as tout:
        lu.flatten_annotations("all")  # the stamps stay to be seen; the signatures themselves are in the attached file
        rang = len(lu.pages)
        tout.pages.extend(lu.pages)
        with suite.open_outline() as leur, tout.open_outline() as plan:
            tout.pages.extend(suite.pages)
            plan.root.append(pikepdf.OutlineItem(titre, 0))
            places = {page.obj.objgen: numero for numero, page in enumerate(suite.pages)}
            for signet in leur.root:
                cible: Any = signet.destination
                plan.root.append(pikepdf.OutlineItem(signet.title, rang + places[cible[0].objgen]))
        tout.attachments["acte.pdf"] = pikepdf.AttachedFileSpec(
            tout,
            acte,
            description=titre,
            filename="acte.pdf",
            mime_type="application/pdf",
            creation_date="",
            mod_date="",
        )
        tout.docinfo["/Title"], tout.Root.Lang = titre, pikepdf.String("fr-BE")
        nombre = len(tout.pages)
        sortie = BytesIO()
        tout.save(sortie, deterministic_id=True)
    return sortie.getvalue(), nombre


def _pages(piece: dict[str, Any], contenu: bytes) -> bytes:
    if piece["mime"] == "application/pdf":
        return contenu
    titre = f"<h1>{escape(piece['nom'])}</h1>"
    if piece["mime"] in ("image/png", "image/jpeg", "image/webp"):
        donnees = base64.b64encode(contenu).decode()
        return _html(f'<img alt="" src="data:{piece["mime"]};base64,{donnees}">', "210", "297", "24mm 17mm 17mm")
    texte = "Ce fichier n’a pas de pages : il est conservé à part, à l’identique, sous l’empreinte SHA-256"
    texte = escape(piece["absente"]) if piece.get("absente") else f"{texte} {piece['sha256']}."
    return _html(f"{titre}<p>{texte}</p>", "210", "297", "30mm 25mm")


def _estampiller(lue: pikepdf.Pdf, debut: str) -> None:
    nombre = len(lue.pages)
    visas = "".join(f'<p class="visa">{escape(debut)}, page {n} sur {nombre}</p>' for n in range(1, nombre + 1))
    with pikepdf.open(BytesIO(_html(visas, "180", str(_BANDEAU_MM), "1mm"))) as timbres:
        for page, timbre in zip(lue.pages, timbres.pages, strict=True):
            cadre = pikepdf.Rectangle(page.trimbox)
            marge, haut = 0.03 * cadre.width, _BANDEAU_MM / 25.4 * 72
            place = pikepdf.Rectangle(cadre.llx + marge, cadre.ury - marge - haut, cadre.urx - marge, cadre.ury - marge)
            page.add_overlay(lue.copy_foreign(timbre.as_form_xobject()), place)


def _html(corps: str, largeur: str, hauteur: str, marges: str) -> bytes:
    polices, css = feuilles()
    source = f"<html lang='fr-BE'><body>{_STYLE % (largeur, hauteur, marges)}{corps}</body></html>"
    rendu: bytes = weasyprint.HTML(string=source, url_fetcher=Guichet()).write_pdf(
        font_config=polices, stylesheets=[css[0]], pdf_identifier=b"annexes"
    )
    return rendu
