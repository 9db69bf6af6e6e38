"""Screens of the pieces: join, put in order, say what they are, download, take away."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Response, flash, g, render_template, request, url_for

from college.erreurs import Erreur, Interdit, Invalide, Refus, TropGros, TypeRefuse
from college.points import requetes
from college.points.annexes import requetes as annexes
from college.points.annexes import services as services_annexes
from college.points.annexes.regles import TYPES, Piece, examiner
from college.points.annexes.textes import DITS
from college.points.annexes.traces import tracer
from college.points.modele import Point
from college.points.pages import avancement
from college.points.vues import bp
from college.web import acteur, telecharger, vers, veut_fragment, vue

_REFUS = (Invalide, TypeRefuse, TropGros, Refus, Interdit)


class _Recu(NamedTuple):
    """A file as it came, and what the rules say of it."""

    nom: str
    octets: bytes
    verdict: Piece | Erreur


def _recevoir() -> list[_Recu]:
    """Read before any transaction opens: a plan of 40 MB holds nobody back."""
    recus = []
    for fichier in request.files.getlist("fichier"):
        nom, octets = fichier.filename or "", fichier.read()
        try:
            verdict: Piece | Erreur = examiner(nom, octets) if nom else Invalide("Choisissez d’abord un fichier.")
        except _REFUS as refus:
            verdict = refus
        recus.append(_Recu(nom, octets, verdict))
    return recus


@vue(bp, "/app/points/<int:point_id>/annexes", droit="connecte", ecrit=True, essai=_recevoir)
def joindre(point_id: int) -> Any:
    """Join one or several pieces; those refused are named with their reason, the others are kept."""
    qui = acteur()
    point = requetes.point(qui, point_id)
    options = {nom: nom in request.form for nom in ("confidentielle", "a_imprimer")}
    refusees: list[Erreur] = []
    for recu in g.essai:
        try:
            if isinstance(recu.verdict, Erreur):
                raise recu.verdict
            piece = services_annexes.joindre(
                qui, point, recu.nom, recu.octets, request.form.get("type", "interne"), examinee=recu.verdict, **options
            )
        except _REFUS as refus:
            refusees.append(refus)
        else:
            _dire(f"« {piece.nom} » est jointe.")
    if veut_fragment() and refusees:
        return {"detail": refusees[0].phrase}, refusees[0].statut
    for refusee in refusees:
        flash(refusee.phrase, "refus")
    return _liste(point, request.form.get("suite", ""))


def _dire(phrase: str) -> None:
    if not veut_fragment():
        flash(phrase)


def _liste(point: Point, suite: str = "modifier") -> Any:
    """The pieces again: as a part of the page for scripts, as the page itself without them."""
    if veut_fragment():
        pieces = annexes.de(acteur(), point)
        liste = render_template(
            "points/_pieces.html", point=point, pieces=pieces, types_annexes=TYPES, textes_pieces=DITS, modifiable=True
        )
        return liste + (avancement(acteur(), point) if suite == "modifier" else "")
    if suite == "modifier":
        return vers(url_for("points.modifier", point_id=point.id) + "#s5")
    return vers(url_for("points.voir", point_id=point.id) + "#pieces")


@vue(bp, "/app/annexes/<int:annexe_id>", droit="connecte")
def annexe(annexe_id: int) -> Response:
    """Download a piece."""
    piece = annexes.annexe(acteur(), annexe_id)
    octets = annexes.octets(acteur(), piece)
    tracer(acteur(), [piece], "telechargement")
    return telecharger(octets, piece.nom, piece.mime)


@vue(bp, "/app/annexes/<int:annexe_id>/retirer", droit="connecte", ecrit=True)
def retirer_annexe(annexe_id: int) -> Any:
    """Take a piece away."""
    piece = annexes.annexe(acteur(), annexe_id)
    services_annexes.retirer(acteur(), piece.point, piece)
    flash(f"« {piece.nom} » est retirée.")
    return _liste(piece.point)


@vue(bp, "/app/annexes/<int:annexe_id>/modifier", droit="connecte", ecrit=True)
def modifier_annexe(annexe_id: int) -> Any:
    """Say what a piece is: its name, its type, who may know of it, whether it is printed."""
    piece, champs = annexes.annexe(acteur(), annexe_id), request.form
    try:
        services_annexes.renommer(
            acteur(), piece.point, piece, champs.get("nom", ""), champs.get("type", ""),
            "confidentielle" in champs, "a_imprimer" in champs,
        )  # fmt: skip
    except _REFUS as refus:
        flash(refus.phrase, "refus")
    else:
        flash(f"« {piece.nom} » est mise à jour.")
    return _liste(piece.point)


@vue(bp, "/app/points/<int:point_id>/annexes/ordre", droit="connecte", ecrit=True)
def ordonner(point_id: int) -> Any:
    """Move a piece: `avant` another one, `apres` the last one, or one place by `sens` (haut, bas)."""
    qui, champs = acteur(), request.form
    piece = annexes.annexe(qui, champs.get("id", 0, type=int))
    point = requetes.point(qui, point_id)
    services_annexes.deplacer(qui, point, piece, _avant(annexes.de(qui, point), piece.id, champs))
    return _liste(point)


def _avant(pieces: Any, numero: int, champs: Any) -> int | None:
    ordre = [piece.id for piece in pieces]
    if champs.get("sens") not in ("haut", "bas") or numero not in ordre:
        return champs.get("avant", type=int)
    rang = ordre.index(numero) + (-1 if champs["sens"] == "haut" else 2)
    return ordre[max(rang, 0)] if rang < len(ordre) else None
