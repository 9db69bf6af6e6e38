"""Advices: the draft hidden until it is given, the delay made longer."""

from __future__ import annotations

from datetime import date

from college import journal
from college.droits import Acteur, exige
from college.erreurs import Interdit, Invalide, Refus
from college.points.avis.modele import Avis
from college.points.droits import tenues
from college.points.modele import Point
from college.points.phrases import fr
from college.points.texte_riche import nettoyer


@exige("point.lire")
def garder_brouillon(acteur: Acteur, point: Point, avis: Avis, contenu: str) -> Avis:
    """A draft of advice: hidden from everybody else until it is given."""
    _exiger_conseiller(acteur, avis)
    avis.brouillon = nettoyer(contenu, "avis")
    journal.noter(acteur, "avis.brouillon", avis)
    return avis


@exige("point.seance")
def prolonger(acteur: Acteur, point: Point, avis: Avis, nouvelle: date, motif: str) -> Avis:
    """A longer delay, once granted by the author of the act on a motivated request (L1124-40)."""
    if not motif.strip():
        raise Invalide(fr("Dites pourquoi le délai est prolongé."), "motif")
    if avis.rendu_le or not avis.echeance or nouvelle <= avis.echeance:
        raise Refus(fr("Ce délai ne peut pas être prolongé à cette date : choisissez une date plus tardive."))
    ancienne, avis.echeance = avis.echeance, nouvelle
    journal.noter(acteur, "avis.prolonge", avis, de=ancienne, a=nouvelle, motif=motif)
    return avis


def _exiger_conseiller(acteur: Acteur, avis: Avis) -> None:
    roles, groupes = tenues(acteur)
    if avis.groupe_id not in groupes and avis.service_id not in {service for _, service in roles}:
        raise Interdit(fr("Cet avis n'est pas demandé à votre groupe : adressez-vous à ceux qui le rendent."))
