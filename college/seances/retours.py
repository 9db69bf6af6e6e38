"""A point on the agenda goes back to its service, keeps its place, and comes back to it (scenario P29)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from college import horloge, journal
from college.annonces import abonner
from college.droits import Acteur, acteur_systeme, exige
from college.erreurs import Refus
from college.points import services as points
from college.points.modele import Point
from college.seances import agenda, cycle
from college.seances.modele import Inscription, Seance
from college.seances.verrou import toucher, verrouiller
from college.transaction import unite

OUVERTES = (*cycle.AVANT_SEANCE, *cycle.EN_SEANCE)


@exige("seance.preparer")
def renvoyer_au_service(acteur: Acteur, inscription: Inscription, motif: str) -> Inscription:
    """The author may write again; the line stays where it is, and the séance cannot close meanwhile."""
    seance = inscription.seance
    verrouiller(seance)
    if seance.etat not in OUVERTES or inscription.retiree:
        raise Refus("Ce point n’est plus à l’ordre du jour d’une séance à venir ou en cours.", motif="etat")
    if inscription.decisions or any(v.etat == "ouvert" for v in inscription.scrutins):
        raise Refus(f"Le point {inscription.numero} est décidé ou en cours de vote.", motif="deja_decide")
    if inscription.renvoyee_le is not None:
        raise Refus(f"Le point {inscription.numero} est déjà chez son service.", motif="deja_renvoye")
    if not motif.strip():
        raise Refus("Dites au service ce qu’il doit reprendre.", motif="motif_attendu")
    inscription.renvoyee_le = horloge.maintenant()
    points.changer_phase(acteur, inscription.point, "brouillon", motif.strip())
    journal.noter(acteur, "point.renvoye_au_service", seance, inscription=inscription.id, motif=motif.strip())
    toucher(seance, ordre_du_jour=True)
    return inscription


@exige("seance.preparer")
def ramener(acteur: Acteur, inscription: Inscription) -> Inscription:
    """The secretary takes the point back as it stands, without waiting for the chain."""
    verrouiller(inscription.seance)
    if inscription.renvoyee_le is None:
        raise Refus(f"Le point {inscription.numero} n’est pas chez son service.", motif="non_renvoye")
    if inscription.point.phase != "valide":
        points.changer_phase(acteur, inscription.point, "valide", "Repris par le secrétariat.")
    _revenir(acteur, inscription)
    return inscription


def avant_de_decider(acteur: Acteur, inscription: Inscription, issue: str) -> None:
    """Nothing is decided on a text that is being written again; the point may be dropped or postponed as it stands."""
    if inscription.renvoyee_le is None:
        return
    if issue not in ("retire", "reporte"):
        raise Refus(
            f"Le point {inscription.numero} est chez son service, qui le corrige : reprenez-le d’abord, "
            "ou reportez-le, ou retirez-le.",
            motif="renvoye",
        )
    ramener(acteur, inscription)


@abonner("point.passage")
def _suivre(acteur: Acteur, point: Point, **_: Any) -> None:
    """The chain has given its visas again: the point is back, with its new text; its author cannot drop it."""
    if point.phase not in ("valide", "retire"):
        return
    ligne = _renvoyee(point)
    if ligne is None:
        return
    if point.phase == "retire":
        raise Refus(
            f"Ce point garde sa place au point {ligne.numero} de l’ordre du jour : corrigez-le et renvoyez-le, "
            "ou demandez au secrétariat de le retirer.",
            motif="a_l_ordre_du_jour",
        )
    if not acteur.est_secretaire(point.organe_id):
        acteur = acteur_systeme(point.institution_id)
    _revenir(acteur, ligne)


def _renvoyee(point: Point) -> Inscription | None:
    demande = (
        select(Inscription)
        .join(Seance, Seance.id == Inscription.seance_id)
        .where(
            Inscription.point_id == point.id,
            Inscription.renvoyee_le.is_not(None),
            Inscription.retiree.is_(False),
            Seance.etat.in_(OUVERTES),
        )
    )
    return unite().scalar(demande.limit(1))


def _revenir(acteur: Acteur, inscription: Inscription) -> None:
    if inscription.renvoyee_le is None:
        return
    inscription.renvoyee_le = None
    agenda.copier_texte(inscription, inscription.point)
    points.changer_phase(acteur, inscription.point, "inscrit")
    journal.noter(acteur, "point.revenu", inscription.seance, inscription=inscription.id)
    toucher(inscription.seance, ordre_du_jour=True)


def absentes(seance: Seance) -> list[str]:
    """Numbers of the points that are with their service."""
    return [i.numero for i in seance.inscriptions if i.renvoyee_le is not None and not i.retiree]
