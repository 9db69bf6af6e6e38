"""Choose beforehand where an accepted point goes on, and do it when the decision has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Interdit
from college.points import chaine, transmission
from college.points.envois import regles
from college.points.envois.organes import suite_propre
from college.points.etats import etat_de
from college.points.modele import Point
from college.points.phrases import fr


@exige("point.modifier")
def prevoir(acteur: Acteur, point: Point, suite: Mapping[str, Any] | None) -> Point:
    """Keep what goes to the other organe once this point is accepted; None forgets it."""
    if not acteur.est_secretaire(point.organe_id):
        chaine.peut_modifier(etat_de(point), acteur, {"envoi"})
    if point.phase in ("decide", "retire"):
        raise Interdit(fr("Ce point est décidé : transmettez-le maintenant, par son bouton."))
    point.suite = suite_propre(point.institution_id, suite)
    point.modifie_le = horloge.maintenant()
    journal.noter(acteur, "point.suite_prevue", point, vers=point.suite.get("organe"))
    return point


@exige("chaine_de_validation")
def poursuivre(acteur: Acteur, point: Point, issue: str | None) -> Point | None:
    """What was chosen is done, once, when the point is accepted. Answers the new point."""
    suite, ici = regles.lire(point.suite or {}), point.organe.institution.code
    if suite is None or not regles.due(suite, issue, etat_de(point).faits.transmis, ici):
        return None
    return transmission.transmettre_organe(acteur, point, suite.organe, point.suite)
