"""What becomes of the points when the séance closes, and when it is opened again."""

from __future__ import annotations

from college.droits import Acteur
from college.points import report
from college.points import services as points
from college.points.modele import Point
from college.seances import composition, requetes
from college.seances.modele import Inscription, Seance

CONTINUES = frozenset({"reporte", "nul_a_representer"})  # the matter goes on as a copy (scenario P28)
PHASES = {"renvoye": "brouillon", "retire": "retire"}


def appliquer(acteur: Acteur, seance: Seance) -> None:
    """Each decided point takes the phase of its outcome; those postponed go on as a copy."""
    for ligne in seance.inscriptions:
        if ligne.decisions:
            trancher(acteur, ligne)


def trancher(acteur: Acteur, ligne: Inscription) -> None:
    """One line: decided, postponed, returned or withdrawn, for good."""
    issue, point = ligne.decisions[0].issue, ligne.point
    if issue in CONTINUES:
        copie = report.reporter(acteur, point)
        copie.seance_souhaitee_id = _souhaitee(ligne.seance, ligne.decisions[0].precision)
    voulue = PHASES.get(issue, "decide")
    if point.phase != voulue:
        points.changer_phase(acteur, point, voulue)


def _souhaitee(seance: Seance, precision: str) -> int | None:
    """The séance to which the point was postponed, where it is planned already."""
    if precision in ("", "sine_die"):
        return None
    suivantes = [s for s in requetes.prochaines(seance.organe_id, seance.debut) if s.id != seance.id]
    if precision != "prochaine":
        suivantes = [s for s in suivantes if composition.jour_de(s).isoformat() == precision]
    return suivantes[0].id if suivantes else None


def defaire(acteur: Acteur, seance: Seance) -> None:
    """The séance is open again: copies not yet taken up are withdrawn, the points are on the agenda again."""
    for ligne in seance.inscriptions:
        if ligne.decisions:
            reprendre(acteur, ligne)


def reprendre(acteur: Acteur, ligne: Inscription) -> None:
    """Take back what `trancher` did to one line, before its outcome changes."""
    issue, point = ligne.decisions[0].issue, ligne.point
    if issue in CONTINUES:
        _retirer_la_copie(acteur, point)
    if issue in ("renvoye", *CONTINUES) and point.phase in ("brouillon", "valide", "decide"):
        if point.phase == "brouillon":
            points.changer_phase(acteur, point, "valide")
        points.changer_phase(acteur, point, "inscrit")


def _retirer_la_copie(acteur: Acteur, point: Point) -> None:
    copie = report.copie_de(point)
    if copie is not None and copie.phase == "valide":
        points.changer_phase(acteur, copie, "retire", "La séance qui avait reporté ce point est rouverte.")
