"""Joining and withdrawing pieces. Bytes go to the store first; a row never points to nothing."""

from __future__ import annotations

from sqlalchemy import func, select

from college import boite_envoi, horloge, journal, stockage
from college.droits import Acteur, exige
from college.erreurs import Interdit, Introuvable, Invalide, Refus
from college.points import chaine
from college.points.annexes import antivirus, textes
from college.points.annexes.modele import Annexe
from college.points.annexes.regles import NOMBRE_MAX, TYPES, Piece, examiner, nom_sur
from college.points.annexes.requetes import du_point
from college.points.etats import etat_de
from college.points.modele import Point
from college.points.phrases import fr
from college.points.valeurs import Phase
from college.transaction import unite


@exige("point.joindre")
def joindre(
    acteur: Acteur,
    point: Point,
    nom: str,
    octets: bytes,
    type: str = "interne",
    confidentielle: bool = False,
    a_imprimer: bool = False,
    examinee: Piece | None = None,
) -> Annexe:
    """Add a piece to a point. Raises TypeRefuse, TropGros or Invalide with the reason.

    `examinee`: what `examiner` said of these bytes, asked by the caller before it opened its transaction.
    """
    if type not in TYPES:
        raise Invalide(fr(f"Choisissez un type de pièce : {', '.join(TYPES)}."), "type")
    _exiger_de_joindre(acteur, point, type)
    piece = examinee or examiner(nom, octets)
    rang, nombre = _place(point)
    if nombre >= NOMBRE_MAX:
        raise Refus(fr(f"Ce point a déjà {NOMBRE_MAX} pièces : réunissez-en plusieurs en un seul PDF."))
    annexe = Annexe(
        institution_id=point.institution_id,
        point_id=point.id,
        nom=piece.nom,
        type=type,
        confidentielle=confidentielle,
        a_imprimer=a_imprimer,
        rang=rang,
        sha256=stockage.deposer(octets),
        taille=len(octets),
        mime=piece.mime,
        pages=piece.pages,
        etat_antivirus="en_attente" if antivirus.branche() else "sain",
        deposee_par_id=acteur.agent_id,
        deposee_le=horloge.maintenant(),
    )
    unite().add(annexe)
    unite().flush()
    journal.noter(acteur, "annexe.jointe", annexe, point=point.id, type=type, sha256=annexe.sha256)
    if antivirus.branche():
        analyser(annexe)
    else:
        textes.demander(annexe)
    return annexe


def analyser(annexe: Annexe) -> None:
    """Have the scanner look at a piece, after the commit."""
    boite_envoi.deposer("analyser_annexe", annexe.institution_id, cle_unique=f"av-{annexe.id}", annexe=annexe.id)


def _place(point: Point) -> tuple[int, int]:
    presentes = select(func.max(Annexe.rang), func.count()).where(
        Annexe.point_id == point.id, Annexe.retiree_le.is_(None)
    )
    dernier, nombre = unite().execute(presentes).one()
    return (0 if dernier is None else dernier + 1), nombre


def _exiger_de_joindre(acteur: Acteur, point: Point, type: str) -> None:
    """Who holds the text joins pieces; after the decision, the secretary adds `apres_decision` pieces."""
    vu = etat_de(point)
    if type == "apres_decision" or vu.phase is Phase.DECIDE:
        if not (acteur.est_secretaire(point.organe_id) or acteur.systeme):
            raise Interdit(fr("Après la décision, seul le secrétariat joint des pièces : transmettez-la-lui."))
        if type != "apres_decision":
            raise Refus(fr("Ce point est décidé : la pièce se joint avec le type « postérieure à la décision »."))
        return
    chaine.peut_modifier(vu, acteur, {"annexes"})


@exige("point.joindre")
def retirer(acteur: Acteur, point: Point, annexe: Annexe) -> None:
    """Take a piece away: it is hidden, its bytes and its trace stay."""
    _exiger_de_joindre(acteur, point, annexe.type)
    annexe.retiree_le = horloge.maintenant()
    journal.noter(acteur, "annexe.retiree", annexe, point=point.id)


@exige("point.joindre")
def renommer(
    acteur: Acteur, point: Point, annexe: Annexe, nom: str, type: str, confidentielle: bool, a_imprimer: bool
) -> Annexe:
    """Change what is said of a piece, never its bytes."""
    if type not in TYPES:
        raise Invalide(fr(f"Choisissez un type de pièce : {', '.join(TYPES)}."), "type")
    for voulu in (annexe.type, type):  # a decided piece does not become one that may still be changed
        _exiger_de_joindre(acteur, point, voulu)
    extension = annexe.nom.rsplit(".", 1)[-1]
    annexe.nom = nom_sur(nom if nom.lower().endswith(f".{extension.lower()}") else f"{nom}.{extension}")
    annexe.type, annexe.confidentielle, annexe.a_imprimer = type, confidentielle, a_imprimer
    journal.noter(acteur, "annexe.modifiee", annexe, type=type, confidentielle=confidentielle)
    return annexe


@exige("point.joindre")
def deplacer(acteur: Acteur, point: Point, annexe: Annexe, avant: int | None) -> None:
    """Put a piece before another one, or last. Confidential ones always come after those that everybody sees."""
    if annexe.point_id != point.id:
        raise Introuvable("Cette pièce n’est pas de ce point : rechargez la page.")
    _exiger_de_joindre(acteur, point, annexe.type)
    autres = [piece for piece in du_point(point) if piece.id != annexe.id]
    rang = next((rang for rang, piece in enumerate(autres) if piece.id == avant), len(autres))
    for place, piece in enumerate([*autres[:rang], annexe, *autres[rang:]]):
        piece.rang = place
    journal.noter(acteur, "annexe.deplacee", annexe, point=point.id, rang=annexe.rang)
