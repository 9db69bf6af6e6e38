"""Advices: the draft hidden until it is given, the delay made longer."""

from __future__ import annotations

from datetime import date

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Interdit, Invalide, Refus
from college.points.avis import regles
from college.points.avis.modele import Avis
from college.points.avis.suites import echeance_de, groupe_df
from college.points.droits import services_proposants, tenues
from college.points.etats import etat_de, rafraichir
from college.points.modele import Point
from college.points.phrases import fr, jour
from college.points.texte_riche import nettoyer
from college.points.verrou import tenir


@exige("point.lire")
def garder_brouillon(acteur: Acteur, point: Point, avis: Avis, contenu: str) -> Avis:
    """A draft of advice: hidden from everybody else until it is given."""
    tenir(point, avis)
    _exiger_conseiller(acteur, avis)
    avis.brouillon = nettoyer(contenu, "avis")
    journal.noter(acteur, "avis.brouillon", avis)
    return avis


@exige("point.lire")
def signaler_incomplet(acteur: Acteur, point: Point, avis: Avis, motif: str) -> Avis:
    """The file misses a piece: the delay does not run until it is complete (L1124-40)."""
    tenir(point, avis)
    _exiger_conseiller(acteur, avis)
    if not motif.strip():
        raise Invalide(fr("Dites ce qui manque : le service le lira en premier."), "motif")
    if avis.rendu_le or avis.motif_incomplet:
        raise Refus(fr("Cet avis est rendu, ou déjà suspendu : rechargez la page."), motif="avis")
    if avis.echeance and avis.echeance < horloge.aujourdhui():
        raise Refus(fr(f"Le délai est échu depuis le {jour(avis.echeance)} : il ne peut plus être suspendu."))
    avis.recu_complet_le, avis.echeance, avis.motif_incomplet = None, None, motif.strip()
    journal.noter(acteur, "avis.incomplet", avis, motif=motif.strip())
    rafraichir(point, etat_de(point))
    return avis


@exige("point.modifier")
def completer(acteur: Acteur, point: Point, avis: Avis) -> Avis:
    """The file is complete: the whole delay runs from today. Said by the service, or by who gives the advice."""
    tenir(point, avis)
    if not avis.motif_incomplet or avis.rendu_le:
        raise Refus(fr("Ce dossier n'est pas signalé incomplet : rechargez la page."), motif="avis")
    if point.service_id not in services_proposants(acteur) and not acteur.est_secretaire(point.organe_id):
        _exiger_conseiller(acteur, avis)
    avis.motif_incomplet, avis.recu_complet_le = "", horloge.maintenant()
    avis.echeance = echeance_de(point, avis)
    journal.noter(acteur, "avis.complet", avis, echeance=avis.echeance)
    rafraichir(point, etat_de(point))
    return avis


@exige("point.seance")
def prolonger(acteur: Acteur, point: Point, avis: Avis, nouvelle: date, motif: str) -> Avis:
    """A longer delay, once granted by the author of the act on a motivated request (L1124-40)."""
    tenir(point, avis)
    if not motif.strip():
        raise Invalide(fr("Dites pourquoi le délai est prolongé."), "motif")
    if avis.rendu_le or not avis.echeance or nouvelle <= avis.echeance:
        raise Refus(fr("Ce délai ne peut pas être prolongé à cette date : choisissez une date plus tardive."))
    if groupe_df(avis) and avis.recu_complet_le:
        recu = horloge.locale(avis.recu_complet_le).date()
        if phrase := regles.prolongation_refusee(recu, avis.echeance, nouvelle, avis.prolonge_de is not None):
            raise Refus(phrase, motif="prolongation")
    avis.prolonge_de, avis.echeance = avis.prolonge_de or avis.echeance, nouvelle
    journal.noter(acteur, "avis.prolonge", avis, de=avis.prolonge_de, a=nouvelle, motif=motif)
    rafraichir(point, etat_de(point))
    return avis


def _exiger_conseiller(acteur: Acteur, avis: Avis) -> None:
    roles, groupes = tenues(acteur)
    if avis.groupe_id not in groupes and avis.service_id not in {service for _, service in roles}:
        raise Interdit(fr("Cet avis n'est pas demandé à votre groupe : adressez-vous à ceux qui le rendent."))
