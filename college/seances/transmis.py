"""Points that come to an agenda by themselves: those that come back each time, and those sent by another organe.

A point that another organe has just decided and sent here finds its agenda so (scenario P56).

Urgent, it enters the next séance still to come, even one whose agenda is already sent, where it is late; otherwise
the next one being prepared. Where there is none, or where the law holds it back, it stays validated and is offered
to the séance that will be created.
"""

from __future__ import annotations

from typing import Any

from college import journal
from college.annonces import abonner
from college.droits import Acteur
from college.erreurs import Refus
from college.panneaux import Panneau, panneau
from college.points.modele import Point
from college.points.modeles import services as modeles
from college.seances import agenda, composition, requetes
from college.seances.modele import Seance
from college.transaction import unite


@abonner("seance.creee")
def inscrire_les_recurrents(acteur: Acteur, seance: Seance, **_: Any) -> None:
    """Points that come back at each séance are there when it is created; a second notice has its own agenda."""
    if seance.convocation == 1 and not acteur.systeme:
        for point in modeles.recurrents(acteur, seance, composition.jour_de(seance)):
            if point.phase == "valide":
                agenda.inscrire(acteur, seance, point)


@abonner("point.transmis")
def inscrire_le_point_transmis(acteur: Acteur, point: Point, source: Point, urgence: bool, **_: Any) -> Seance | None:
    """The séance that took the point, or None: the journal says why it waits."""
    if point.phase != "valide":
        journal.noter(acteur, "point.attend", point, motif="validation")
        return None
    etats = ("en_preparation", "convoquee") if urgence else ("en_preparation",)
    seance = next((s for s in requetes.prochaines(point.organe_id) if s.etat in etats), None)
    if seance is None:
        journal.noter(acteur, "point.attend", point, motif="aucune_seance")
        return None
    motif = (source.motif_urgence or f"Suite de la décision sur le point {source.reference}.") if urgence else ""
    try:
        with unite().begin_nested():
            agenda.inscrire(acteur, seance, point, motif_urgence=motif)
    except Refus as refus:
        journal.noter(acteur, "point.attend", point, motif=refus.motif or "refus", phrase=refus.phrase)
        return None
    return seance


@panneau("point")
def sans_seance(acteur: Acteur, point: Point) -> Panneau | None:
    """A validated point for which no séance is in preparation says so, to whoever can create one."""
    if point.phase != "valide" or point.organe.type == "autorite" or not acteur.est_secretaire(point.organe_id):
        return None
    if requetes.prochaines(point.organe_id):
        return None
    return Panneau("Séance", "seances/_sans_seance.html", {"organe": point.organe.nom})
