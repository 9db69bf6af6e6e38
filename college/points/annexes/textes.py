"""The words of a piece: asked after the commit of a worker, or of the reader of scanned pages."""

from __future__ import annotations

from college import boite_envoi
from college.points import mots
from college.points.annexes import ocr
from college.points.annexes.modele import Annexe
from college.points.annexes.regles import EXTRAITES, IMAGES

SUJETS = {"a_lire": "extraire_annexe", "a_reconnaitre": "reconnaitre_annexe"}
DITS = {
    "a_lire": "texte en cours de lecture",
    "a_reconnaitre": "pages numérisées, en cours de lecture",
    "image": "image sans texte, se trouve par son nom seulement",
    "reconnu": "texte reconnu sur les pages",
    "echec": "texte illisible, se trouve par son nom seulement",
}


def extension(annexe: Annexe) -> str:
    """« pdf »."""
    return annexe.nom.rsplit(".", 1)[-1].lower()


def demander(annexe: Annexe) -> None:
    """Have the words of a piece read, by who can; its state says so meanwhile."""
    genre = extension(annexe)
    if genre in EXTRAITES:
        annexe.etat_texte = "a_lire"
    elif genre in IMAGES:
        annexe.etat_texte = sans_texte()
    deposer(annexe)


def sans_texte() -> str:
    """What becomes of a piece without words: its pages are read, or it says that they are not."""
    return "a_reconnaitre" if ocr.branche() else "image"


def deposer(annexe: Annexe) -> None:
    """The work that the state of a piece asks for."""
    if sujet := SUJETS.get(annexe.etat_texte):
        cle = f"{annexe.etat_texte}-{annexe.id}"
        boite_envoi.deposer(sujet, annexe.institution_id, cle_unique=cle, annexe=annexe.id)


def garder(annexe: Annexe, lus: str, etat: str) -> None:
    """Keep the words, for the page and for the search."""
    annexe.texte, annexe.etat_texte = lus, etat
    annexe.cherche = mots.indexer((annexe.nom, annexe.point.reference, annexe.point.titre, lus))
