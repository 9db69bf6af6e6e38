"""Reading the pieces in the page: their pages as images with their words, and all of them in one download."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, render_template

from college.erreurs import Introuvable, Refus
from college.points import requetes
from college.points.annexes import liasse
from college.points.annexes import requetes as annexes
from college.points.annexes.modele import Annexe
from college.points.annexes.traces import tracer
from college.points.modele import Point
from college.points.phrases import fr
from college.points.vues import bp
from college.templates_docs import rendu
from college.web import acteur, telecharger, vue


@vue(bp, "/app/annexes/<int:annexe_id>/pages", droit="connecte")
def pages_annexe(annexe_id: int) -> str:
    """A PDF page by page; « …#page-12 » is the address of its page 12, the number of the file itself."""
    qui = acteur()
    piece = _lisible(annexes.annexe(qui, annexe_id))
    tracer(qui, [piece], "pages")
    mots = (piece.texte or "").split("\f")
    feuilles = [(n, mots[n - 1] if n <= len(mots) else "") for n in range(1, (piece.pages or 0) + 1)]
    return render_template(
        "points/annexe.html", point=piece.point, piece=piece, feuilles=feuilles, numero=annexes.numero(qui, piece)
    )


@vue(bp, "/app/annexes/<int:annexe_id>/pages/<int:numero>.webp", droit="connecte")
def page_annexe(annexe_id: int, numero: int) -> Response:
    """One page as an image. Bytes never change under a piece's number: the person's browser may keep it an hour."""
    piece = _lisible(annexes.annexe(acteur(), annexe_id))
    if not 1 <= numero <= (piece.pages or 0):
        raise Introuvable(fr(f"Cette pièce n'a pas de page {numero}."))
    tracer(acteur(), [piece], "image", page=numero)
    reponse = telecharger(
        rendu.apercu(annexes.octets(acteur(), piece), numero), f"page-{numero}.webp", "image/webp", True
    )
    reponse.headers["Cache-Control"] = "no-store" if piece.confidentielle else "private, max-age=3600"
    return reponse


def _lisible(piece: Annexe) -> Annexe:
    if piece.pages is None:
        raise Introuvable("Cette pièce ne se lit pas dans la page : téléchargez-la.")
    if annexes.retenue(acteur(), piece):
        raise Refus(fr("Cette pièce attend l'analyse antivirus : réessayez dans un instant."), motif="antivirus")
    return piece


@vue(bp, "/app/points/<int:point_id>/annexes.zip", droit="point.lire")
def annexes_zip(point_id: int) -> Response:
    """Every piece that the person may have, as they are."""
    point, pieces, retenues = _toutes(point_id)
    tracer(acteur(), [piece for piece in pieces if piece not in retenues], "zip")
    reponse = telecharger(b"", f"{point.reference}-annexes.zip", "application/zip")
    reponse.response = liasse.archive(liasse.noms(pieces, retenues), [piece.nom for piece in retenues])
    del reponse.headers["Content-Length"]
    return reponse


@vue(bp, "/app/points/<int:point_id>/annexes.pdf", droit="point.lire")
def annexes_pdf(point_id: int) -> Response:
    """Every piece that has pages in one PDF with its plan; the others have a sheet that names them."""
    point, pieces, retenues = _toutes(point_id)
    tracer(acteur(), [piece for piece in pieces if piece not in retenues], "pdf")
    octets = liasse.un_pdf(pieces, retenues, point.reference)
    return telecharger(octets, f"{point.reference}-annexes.pdf", "application/pdf")


def _toutes(point_id: int) -> tuple[Point, Sequence[Annexe], list[Annexe]]:
    qui = acteur()
    point = requetes.point(qui, point_id)
    pieces, retenues = annexes.a_livrer(qui, point)
    if len(pieces) == len(retenues):
        raise Introuvable("Ce point n’a aucune pièce à télécharger.")
    return point, pieces, retenues
