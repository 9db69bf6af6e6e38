"""What an act of the chain does to advices: asked, opened, stopped, given on a text that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from college import horloge
from college.droits import Acteur
from college.erreurs import Invalide, Refus
from college.organisation.compteurs import suivant
from college.points.annuaire import annuaire
from college.points.avis import regles
from college.points.avis.modele import Avis
from college.points.avis.regles import GROUPE_DF
from college.points.definition import Etape
from college.points.etats import avis_de, etat_de, texte
from college.points.modele import Point
from college.points.phrases import fr
from college.points.texte_riche import nettoyer
from college.points.valeurs import Etat, Passage, Statut
from college.transaction import unite


def demander(acteur: Acteur, point: Point, passage: Passage, confidentiel: bool = False) -> Avis:
    """An advice asked beside the chain, of a group or of a service named by its code."""
    _publiable(passage.vers == GROUPE_DF, confidentiel)
    lieux, code = annuaire(point.institution_id), passage.vers or ""
    groupe_id, service_id = lieux.numeros_groupes.get(code), lieux.services.get(code)
    if groupe_id is None and service_id is None:
        raise Invalide(fr(f"« {code} » n'est ni un groupe ni un service : choisissez dans la liste."), "vers")
    avis = Avis(
        institution_id=point.institution_id,
        point_id=point.id,
        groupe_id=groupe_id,
        service_id=service_id if groupe_id is None else None,
        demande_le=passage.le,
        demande_par_id=acteur.agent_id,
        recu_complet_le=passage.le,
        echeance=_delai_df(point) if code == GROUPE_DF else None,
        confidentiel=confidentiel,
    )
    unite().add(avis)
    unite().flush()
    return avis


def _publiable(df: bool, confidentiel: bool) -> None:
    if df and confidentiel:
        phrase = "L'avis de légalité est mentionné dans la délibération : il ne peut pas être confidentiel."
        raise Invalide(fr(phrase), "confidentiel")


def enregistrer(acteur: Acteur, point: Point, passage: Passage, texte_avis: str, confidentiel: bool = False) -> Avis:
    """The advice is given: its value, its words, and the revision that it was given on."""
    avis = _attendu(point, passage) or _initiative(acteur, point, passage)
    _publiable(groupe_df(avis), confidentiel)
    avis.confidentiel = avis.confidentiel or confidentiel
    avis.valeur, avis.texte, avis.brouillon = passage.valeur, nettoyer(texte_avis, "avis"), ""
    avis.revision_id = texte(point).id
    avis.rendu_par_id, avis.rendu_par_nom, avis.rendu_le = acteur.agent_id, acteur.nom, passage.le
    if groupe_df(avis):
        annee = horloge.locale(passage.le).year
        avis.numero = avis.numero or f"{annee}-{suivant(point.institution_id, 'avis_df', annee):03d}"
    unite().flush()
    return avis


def _initiative(acteur: Acteur, point: Point, passage: Passage) -> Avis:
    """An advice that nobody asked: allowed by the chain's rule, written as such."""
    if passage.etape:
        raise Refus(fr("Cet avis n'est plus attendu : rechargez la page."), motif="avis")
    avis = demander(acteur, point, passage)
    avis.echeance, avis.initiative = None, True
    return avis


def reprendre(point: Point, etape: str) -> None:
    """Taken back by who gave it: the same request waits again, what was written becomes a draft."""
    rendus = [avis for avis in avis_de(point) if avis.etape == etape and avis.rendu_le is not None]
    for avis in rendus[-1:]:
        avis.brouillon, avis.texte, avis.valeur = avis.texte, "", None
        avis.revision_id = avis.rendu_par_id = avis.rendu_le = None
        avis.rendu_par_nom = ""
    unite().flush()


def groupe_df(avis: Avis) -> bool:
    """True when the advice is the financial director's."""
    return annuaire(avis.institution_id).codes_groupes.get(avis.groupe_id or 0) == GROUPE_DF


def _attendu(point: Point, passage: Passage) -> Avis | None:
    lieux = annuaire(point.institution_id)
    for avis in reversed(avis_de(point)):
        if avis.rendu_le is not None:
            continue
        code = lieux.codes_groupes.get(avis.groupe_id or 0) or lieux.codes_services.get(avis.service_id or 0)
        if (passage.etape and avis.etape == passage.etape) or (not passage.etape and code == passage.vers):
            return avis
    return None


def suivre_la_chaine(acteur: Acteur, point: Point, vu: Etat, avis_lus: Sequence[Avis]) -> bool:
    """Open the advices of the steps now reached, stop the clock of those left; True when a row changed."""
    ouvertes = {vue.code: vue.etape for vue in vu.vues if vue.etape.est_avis and vue.statut is Statut.COURANT}
    attendus = {avis.etape: avis for avis in avis_lus if avis.etape and avis.rendu_le is None}
    change = False
    for code, etape in ouvertes.items():
        avis = attendus.get(code)
        if avis is None:
            unite().add(_ouvrir(acteur, point, etape))
            change = True
        elif avis.recu_complet_le is None and not avis.motif_incomplet:
            avis.recu_complet_le = horloge.maintenant()
            avis.echeance = echeance(point, etape)
            change = True
    for code, avis in attendus.items():
        vue = vu.vue(code or "")
        if code not in ouvertes and avis.recu_complet_le and not (vue and vue.echue):
            avis.recu_complet_le = avis.echeance = None
            change = True
    return change


def _ouvrir(acteur: Acteur, point: Point, etape: Etape) -> Avis:
    lieux, instant = annuaire(point.institution_id), horloge.maintenant()
    groupe_id = lieux.numeros_groupes.get(etape.groupe or "")
    if etape.groupe_en_charge:
        groupe_id = point.groupe_en_charge_id
    return Avis(
        institution_id=point.institution_id,
        point_id=point.id,
        groupe_id=groupe_id,
        service_id=None if groupe_id else lieux.services.get(etape.service or "", point.service_id),
        etape=etape.code,
        obligatoire=etape.obligatoire,
        demande_le=instant,
        demande_par_id=acteur.agent_id,
        recu_complet_le=instant,
        echeance=echeance(point, etape),
    )


def echeance_de(point: Point, avis: Avis) -> date | None:
    """The last day of an advice whose file is complete from now on."""
    if avis.etape:
        etape = next((vue.etape for vue in etat_de(point).vues if vue.code == avis.etape), None)
        return echeance(point, etape) if etape else None
    return _delai_df(point) if groupe_df(avis) else None


def echeance(point: Point, etape: Etape) -> date | None:
    """The last day of a step's delay from today; five working days on motivated urgency (CDLD L1124-40)."""
    normale = regles.terme(etape, horloge.aujourdhui())
    return min(normale, _delai_df(point)) if normale and etape.groupe == GROUPE_DF and point.urgence else normale


def _delai_df(point: Point) -> date:
    return regles.terme_df(horloge.aujourdhui(), bool(point.urgence and point.motif_urgence))
