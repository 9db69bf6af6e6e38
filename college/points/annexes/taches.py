"""What happens to pieces after the commit: scanned for viruses, then read. Handlers are idempotent."""

from __future__ import annotations

from college import journal, stockage
from college.boite_envoi import Abandon, gestionnaire
from college.droits import acteur_systeme
from college.points.annexes import antivirus, ocr, textes
from college.points.annexes.modele import Annexe
from college.templates_docs import rendu
from college.transaction import ecriture, lecture, unite


@gestionnaire("analyser_annexe")
def analyser_annexe(institution_id: int, annexe: int) -> None:
    """Ask the scanner; an absent scanner raises, so that the outbox tries again. Fails closed meanwhile."""
    with lecture():
        piece = unite().get_one(Annexe, annexe)
        attend, sha256 = piece.etat_antivirus == "en_attente", piece.sha256
    if not attend:
        return
    sain = antivirus.sain(stockage.lire(sha256))
    with ecriture():
        piece = unite().get_one(Annexe, annexe)
        piece.etat_antivirus = "sain" if sain else "infecte"
        journal.noter(acteur_systeme(institution_id), "annexe.analysee", piece, etat=piece.etat_antivirus)
        if sain:
            textes.demander(piece)


@gestionnaire("extraire_annexe")
def extraire_annexe(institution_id: int, annexe: int) -> None:
    """The words of a piece, for the staff's search: read by a limited worker, outside any transaction."""
    lue = _a_faire(annexe, "a_lire")
    if lue is None:
        return
    extension, sha256, _ = lue
    try:
        lus = rendu.extraire(extension, stockage.lire(sha256))
    except rendu.EchecRendu as echec:
        _echouer(annexe, echec.phrase)
        raise Abandon(f"Le texte de la pièce {annexe} ne peut pas être lu : {echec.phrase}") from echec
    with ecriture():
        piece = unite().get_one(Annexe, annexe)
        numerisee = extension == "pdf" and not lus.replace("\f", "").strip()
        textes.garder(piece, lus, textes.sans_texte() if numerisee else "lu")
        textes.deposer(piece)


@gestionnaire("reconnaitre_annexe")
def reconnaitre_annexe(institution_id: int, annexe: int) -> None:
    """The words of scanned pages, one after the other, by the command of the place; a failure says which."""
    lue = _a_faire(annexe, "a_reconnaitre")
    if lue is None:
        return
    extension, sha256, pages = lue
    octets = stockage.lire(sha256)
    try:
        if extension == "pdf":
            numeros = range(1, min(pages, ocr.PAGES_MAX) + 1)
            lues = [ocr.lire(rendu.apercu(octets, numero, nette=True)) for numero in numeros]
        else:
            lues = [ocr.lire(octets)]
    except (ocr.EchecOcr, rendu.EchecRendu) as echec:
        _echouer(annexe, str(echec))
        raise Abandon(f"Les pages de la pièce {annexe} ne peuvent pas être reconnues : {echec}.") from echec
    with ecriture():
        lus = "\f".join(lues)[: ocr.CARACTERES_MAX]
        textes.garder(unite().get_one(Annexe, annexe), lus, "reconnu" if lus.strip() else "image")


def _a_faire(annexe: int, etat: str) -> tuple[str, str, int] | None:
    """Its extension, its bytes' name and its pages, or None where the work is done; failed work may be done again."""
    with lecture():
        piece = unite().get_one(Annexe, annexe)
        voulue = piece.etat_antivirus == "sain" and piece.etat_texte in (etat, "echec")
        return (textes.extension(piece), piece.sha256, piece.pages or 0) if voulue else None


def _echouer(annexe: int, raison: str) -> None:
    with ecriture():
        piece = unite().get_one(Annexe, annexe)
        piece.etat_texte = "echec"
        journal.noter(acteur_systeme(piece.institution_id), "annexe.illisible", piece, raison=raison)
