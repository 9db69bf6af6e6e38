"""Choose beforehand where an accepted point goes on, and do it when the decision has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Interdit
from college.points import chaine, transmission
from college.points.envois import regles
from college.points.etats import etat_de
from college.points.modele import Point
from college.points.phrases import fr
from college.points.texte_riche import nettoyer


@exige("point.modifier")
def prevoir(acteur: Acteur, point: Point, suite: Mapping[str, Any] | None) -> Point:
    """Keep what goes to the other organe once this point is accepted; None forgets it."""
    if not acteur.est_secretaire(point.organe_id):
        chaine.peut_modifier(etat_de(point), acteur)
    if point.phase in ("decide", "retire"):
        raise Interdit(fr("Ce point est décidé : transmettez-le maintenant, par son bouton."))
    point.suite = propre(point, suite) if suite and suite.get("organe") else {}
    point.modifie_le = horloge.maintenant()
    journal.noter(acteur, "point.suite_prevue", point, vers=point.suite.get("organe"))
    return point


def propre(point: Point, suite: Mapping[str, Any]) -> dict[str, Any]:
    """The choice, its organe known, its texts sanitised. Raises Invalide."""
    transmission.organe_vise(point.institution_id, suite["organe"])
    lue = regles.lire(suite)
    assert lue is not None  # it names an organe
    textes = {champ: nettoyer(suite[champ], champ) for champ in ("motivation", "dispositif") if suite.get(champ)}
    return {cle: valeur for cle, valeur in (lue._asdict() | textes).items() if valeur is not None}


@exige("chaine_de_validation")
def poursuivre(acteur: Acteur, point: Point, issue: str | None) -> Point | None:
    """What was chosen is done, once, when the point is accepted. Answers the new point."""
    suite = regles.lire(point.suite or {})
    if suite is None or not regles.due(suite, issue, etat_de(point).faits.transmis):
        return None
    return transmission.transmettre_organe(acteur, point, suite.organe, point.suite)
