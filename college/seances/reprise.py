"""A point that changes while it stands on an agenda not yet opened: its line follows, members see the change."""

from __future__ import annotations

from sqlalchemy import select

from college import journal
from college.annonces import abonner
from college.droits import Acteur
from college.points.modele import Point
from college.seances import agenda, cycle
from college.seances.modele import Inscription, Seance
from college.transaction import unite


@abonner("point.modifie")
def reprendre_le_texte(acteur: Acteur, point: Point) -> None:
    """Before the opening the agenda carries the point's last text; from then on the séance owns its own."""
    if point.phase != "inscrit":
        return
    demande = (
        select(Inscription)
        .join(Seance, Seance.id == Inscription.seance_id)
        .where(
            Inscription.point_id == point.id,
            Inscription.retiree.is_(False),
            Seance.etat.in_(cycle.AVANT_SEANCE),
        )
    )
    for ligne in unite().scalars(demande).all():
        agenda.verrouiller(ligne.seance)
        agenda.copier_texte(ligne, point)
        journal.noter(acteur, "point.texte_repris", ligne.seance, inscription=ligne.id, revision=ligne.revision_id)
        agenda.toucher(ligne.seance, ordre_du_jour=True)
