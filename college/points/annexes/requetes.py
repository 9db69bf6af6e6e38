"""Reading pieces: through the point, and without any trace of a confidential one for who is excluded."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select

from college import stockage
from college.droits import Acteur
from college.erreurs import Introuvable, Refus
from college.points.annexes.modele import Annexe
from college.points.droits import est_proche, proche, visible
from college.points.etats import lu
from college.points.modele import Point
from college.points.phrases import fr
from college.transaction import unite


def de(acteur: Acteur, point: Point) -> Sequence[Annexe]:
    """The pieces of a point that this person may know of, in their order.

    Confidential ones come last: « annexe 3 » is the same for everybody, and no gap tells of what is hidden (P51).
    """
    pieces = sorted(du_point(point), key=lambda piece: (piece.confidentielle, piece.rang, piece.id))
    if any(piece.confidentielle for piece in pieces) and not _proche(acteur, point):
        return [piece for piece in pieces if not piece.confidentielle]
    return pieces


def numero(acteur: Acteur, piece: Annexe) -> int:
    """« annexe 3 »: its place among the pieces of its point."""
    return [autre.id for autre in de(acteur, piece.point)].index(piece.id) + 1


def a_livrer(acteur: Acteur, point: Point) -> tuple[Sequence[Annexe], list[Annexe]]:
    """All that this person may know of, and among them those that the scanner holds back."""
    toutes = de(acteur, point)
    return toutes, [piece for piece in toutes if retenue(acteur, piece)]


def retenue(acteur: Acteur, piece: Annexe) -> bool:
    """True while the scanner has not cleared it, save for who joined it; for ever when it is infected."""
    attend = piece.etat_antivirus == "en_attente" and piece.deposee_par_id != acteur.agent_id
    return attend or piece.etat_antivirus == "infecte"


def _proche(acteur: Acteur, point: Point) -> bool:
    dossier = lu(point)  # read for this same person: one page, one unit of work
    return dossier.proche if dossier else est_proche(acteur, point)


def du_point(point: Point) -> Sequence[Annexe]:
    """All the pieces of a point, for rooms that then choose by type (act, publication)."""
    if dossier := lu(point):
        return list(dossier.annexes)
    demande = select(Annexe).where(Annexe.point_id == point.id, Annexe.retiree_le.is_(None))
    return unite().scalars(demande.order_by(Annexe.rang, Annexe.id)).all()


def annexe(acteur: Acteur, numero: int | str) -> Annexe:
    """One piece, with its point. Raises Introuvable: no difference between unknown and hidden."""
    trouvee = unite().scalar(
        select(Annexe)
        .join(Annexe.point)
        .where(
            Annexe.id == numero,
            Annexe.retiree_le.is_(None),
            visible(acteur),
            or_(Annexe.confidentielle.is_(False), proche(acteur)),
        )
        if isinstance(numero, int)
        else select(Annexe).where(Annexe.id == 0)
    )
    if trouvee is None:
        raise Introuvable("Cette pièce n’existe pas, ou vous n’y avez pas accès.")
    return trouvee


def octets(acteur: Acteur, piece: Annexe) -> bytes:
    """Its bytes. A piece that the scanner has not cleared goes to nobody but who joined it."""
    if piece.etat_antivirus == "infecte":
        raise Refus(fr("Cette pièce est infectée : elle est gardée à l'écart. Prévenez l'informatique."), motif="virus")
    if piece.etat_antivirus == "en_attente" and piece.deposee_par_id != acteur.agent_id:
        raise Refus(fr("Cette pièce attend l'analyse antivirus : réessayez dans un instant."), motif="antivirus")
    return stockage.lire(piece.sha256)
