"""What screens show of a point: its tracker, its timeline, its buttons, as plain data for the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for

from college import francais, panneaux, typographie
from college.droits import Acteur
from college.erreurs import Interdit, Refus
from college.organisation import titres
from college.points import chaine
from college.points.annuaire import annuaire
from college.points.avis.modele import Avis
from college.points.definition import Etape
from college.points.etats import contenu
from college.points.modele import EtapePoint, Passage, Point, Revision
from college.points.phrases import fr
from college.points.regles import completude
from college.points.suivi import echeance, suivi
from college.points.valeurs import AVIS, ActionPossible, Etat, Phase, Statut

ICONES = {
    "soumettre": "envoyer",
    "viser": "coche",
    "rendre_avis": "message",
    "renvoyer": "renvoi",
    "reprendre": "retour",
    "demander_avis": "message",
    "decider_hors_seance": "marteau",
    "passer_outre": "saut",
    "transmettre_organe": "droite",
    "dupliquer": "copier",
    "retirer": "interdit",
    "inscrire": "agenda",
    "desinscrire": "agenda",
    "decider": "marteau",
}
_COULEURS = {"viser": "ok", "rendre_avis": "ok", "renvoyer": "refus", "retirer": "refus", "decider": "ok"}
_FAITS = {
    "viser": "a visé le point",
    "renvoyer": "a renvoyé le point",
    "reprendre": "a repris le point",
    "retirer": "a retiré le point",
    "inscrire": "a inscrit le point à l’ordre du jour",
    "desinscrire": "a retiré le point de l’ordre du jour",
    "decider": "a enregistré la décision de la séance",
    "decider_hors_seance": "a décidé",
    "passer_outre": "a passé outre la validation",
    "transmettre_organe": "a transmis le point",
}


@dataclass(frozen=True)
class Boutons:
    """The person's actions: the main one first, what asks for words, and the quiet ones."""

    principal: ActionPossible | None
    possibles: list[ActionPossible]
    refuses: list[ActionPossible]


def boutons(vu: Etat, acteur: Acteur) -> Boutons:
    """What to show among the actions: all that is possible, and greyed the one that the point waits for."""
    actions = chaine.actions_possibles(vu, acteur)
    possibles = [action for action in actions if action.possible]
    attendue = _attendue(vu)
    principal = next((a for a in possibles if a.code in ("soumettre", "viser", "decider_hors_seance")), None)
    refuses = [action for action in actions if not action.possible and action.code == attendue]
    return Boutons(principal, [a for a in possibles if a is not principal], refuses)


def _attendue(vu: Etat) -> str:
    if vu.phase is Phase.BROUILLON:
        return "soumettre"
    if vu.phase is Phase.VALIDE and vu.faits.hors_seance:
        return "decider_hors_seance"
    courante = vu.courante
    return ("rendre_avis" if courante.etape.est_avis else "viser") if courante else ""


def parcours(vu: Etat, acteur: Acteur, point: Point) -> list[dict[str, Any]]:
    """The tracker: the chain's stops, then those of upper rooms (séance, act, tutelle, publication)."""
    stops, etapes = [], {vue.code: vue.etape for vue in vu.vues}
    for jalon in suivi(vu):
        attend = jalon.statut in (Statut.COURANT, Statut.A_VENIR) and jalon.code in etapes
        detail = _fonction(etapes[jalon.code], point) if attend else jalon.qui
        if jalon.statut is Statut.SAUTE:
            detail = jalon.motif
        elif jalon.motif:
            detail = f"{detail}, {jalon.motif}" if detail else jalon.motif
        quand = francais.date_courte(jalon.quand) if jalon.quand and jalon.statut is Statut.FAIT else None
        if jalon.echeance:
            quand = f"avant le {francais.date_courte(jalon.echeance)}"
        etat = "retour" if jalon.code == "propose" and vu.renvoi and jalon.statut is Statut.COURANT else jalon.statut
        stops.append({"etat": str(etat), "libelle": jalon.libelle, "detail": detail, "quand": quand})
    suites = panneaux.etapes_de("point", acteur, point)
    if not any(suite.get("seance") for suite in suites):
        suites.insert(0, _seance_a_venir(vu, point))
    return stops + suites


def _fonction(etape: Etape, point: Point) -> str:
    """Who has it, by function and service: a step waits for a function, not for a person (pratique §13)."""
    lieux = annuaire(point.institution_id)
    if etape.groupe_en_charge:
        return point.groupe_en_charge.nom if point.groupe_en_charge else ""
    if etape.groupe:
        return lieux.noms_groupes.get(etape.groupe, "")
    service = lieux.noms_services.get(lieux.services.get(etape.service or "", point.service_id), point.service.nom)
    return francais.majuscule(f"{titres.role(etape.role)}, {service}") if etape.role else f"Service {service}"


def _seance_a_venir(vu: Etat, point: Point) -> dict[str, Any]:
    """Before any séance knows the point, its organe closes the tracker."""
    etats = {Phase.INSCRIT: "courant", Phase.DECIDE: "fait", Phase.RETIRE: "saute"}
    return {"etat": etats.get(vu.phase, "a_venir"), "libelle": point.organe.nom, "detail": None, "quand": None}


def _attend(vu: Etat, point: Point) -> str:
    """What the point waits for, by function: names belong to refusals, which tell whom to ask."""
    dites = []
    for vue in [vue for vue in vu.ouvertes if vue.etape.obligatoire] or vu.ouvertes:
        fonction = _fonction(vue.etape, point)
        tenue = f" ({fonction})" if fonction else ""
        dites.append(f"« {vue.etape.libelle} »{tenue if vue.titulaires else ', que personne ne tient'}")
    return fr(f"Ce point attend {francais.enumerer(dites)}")


def reponse(vu: Etat, suites: Sequence[Mapping[str, Any]], point: Point) -> str:
    """The page's first sentence: where the point is, who has it, since when. A séance says it better."""
    if dite := next((suite["phrase"] for suite in reversed(suites) if suite.get("phrase")), None):
        return str(dite)
    quand = f"le {francais.date_longue(vu.depuis, True)}" if vu.depuis else ""
    if vu.phase is Phase.BROUILLON and vu.renvoi:
        return fr(f"{vu.renvoi.acteur_nom} a renvoyé ce point {quand}. {chaine.ou_en_est(vu)}")
    if vu.phase is Phase.EN_VALIDATION:
        courante = vu.courante
        fin = echeance(vu, courante) if courante else None
        terme = fr(f" La réponse est attendue au plus tard le {francais.date_longue(fin, True)}.") if fin else ""
        return f"{_attend(vu, point)}{', depuis ' + quand if quand else ''}.{terme}"
    return chaine.ou_en_est(vu)


def chronologie(
    point: Point, passages: Sequence[Passage], revisions: Sequence[Revision], avis: Sequence[Avis], vu: Etat
) -> list[dict[str, Any]]:
    """What happened, newest first: acts of people and changes of text."""
    numeros = {revision.id: revision for revision in revisions}
    libelles = {etape.code: etape.libelle for etape in vu.chaine.etapes}
    evenements = [
        (passage.le, 1, _evenement(passage, numeros.get(passage.revision_id), libelles, point)) for passage in passages
    ]
    evenements += [(r.le, 0, _changement(point, r)) for r in revisions if r.numero > 1]
    evenements.append(
        (point.cree_le, -1, {"qui": point.auteur.nom_complet, "quoi": "a créé le point", "icone": "plume"})
    )
    evenements.sort(key=lambda evenement: evenement[:2], reverse=True)
    return [{**vue, "quand": typographie.instant(le)} for le, _, vue in evenements]


def _evenement(
    passage: Passage, revision: Revision | None, libelles: Mapping[str, str], point: Point
) -> dict[str, Any]:
    donnees, details = passage.donnees, []
    if passage.au_nom_de_id:
        details.append(f"au nom de {_nom(point, passage.au_nom_de_id)}")
    if passage.etape and passage.etape in libelles:
        details.append(libelles[passage.etape])
    if donnees.get("sautees"):
        sautees = [f"« {libelles.get(code, code)} »" for code in donnees["sautees"]]
        details.append(f"étape sautée, que personne ne tient : {francais.enumerer(sautees)}")
    if revision and passage.action in ("viser", "rendre_avis"):
        empreinte = revision.empreinte[:8]
        details.append(f"version {revision.numero}, empreinte {empreinte[:4]} {empreinte[4:]}")
    return {
        "qui": passage.acteur_nom,
        "quoi": _quoi(passage, point),
        "icone": ICONES.get(passage.action, "rond"),
        "couleur": _COULEURS.get(passage.action, ""),
        "citation": passage.commentaire or None,
        "detail": fr(francais.majuscule(" ; ".join(details))) if details else None,
    }


def _quoi(passage: Passage, point: Point) -> str:
    if passage.action == "soumettre":
        return "a envoyé le point"
    if passage.action == "rendre_avis":
        return fr(f"a rendu un avis {AVIS.get(passage.donnees.get('valeur', ''), '')}")
    if passage.action == "demander_avis":
        return fr(f"a demandé l'avis « {annuaire(point.institution_id).nom_consulte(passage.vers or '')} »")
    return _FAITS.get(passage.action, passage.action)


def _nom(point: Point, agent_id: int) -> str:
    lieux = annuaire(point.institution_id)
    listes = (*lieux.roles.values(), *lieux.groupes.values(), *lieux.secretaires.values())
    return next((t.nom for liste in listes for t in liste if t.agent_id == agent_id), "une personne absente")


def _changement(point: Point, revision: Revision) -> dict[str, Any]:
    lien = url_for("points.comparer", point_id=point.id, de=revision.numero - 1, a=revision.numero)
    return {
        "qui": revision.auteur.nom_complet,
        "quoi": "a modifié le texte",
        "icone": "plume",
        "detail": fr(f"Version {revision.numero}."),
        "lien": ("Voir le changement", lien),
    }


def taches(point: Point, revision: Revision, annexes: int) -> list[dict[str, Any]]:
    """The editor's task list."""
    ancres = {"objet": "s1", "motivation": "s2", "dispositif": "s3", "budget": "s4", "annexes": "s5", "publicite": "s6"}
    return [
        {"libelle": r.libelle, "url": f"#{ancres[r.code]}", "etat": r.etat, "texte": r.detail}
        for r in completude(contenu(point, revision), annexes)
    ]


def bulles(etapes: Sequence[EtapePoint], point: Point) -> tuple[int, int]:
    """(done, total) of the mini tracker of a list row: proposed, the steps that apply, the séance, the decision."""
    utiles = [etape for etape in etapes if etape.statut != "saute"]
    total = len(utiles) + 3
    if point.phase in ("brouillon", "retire"):
        return 0, total
    faits = 1 + sum(etape.statut == "fait" for etape in utiles)
    if point.phase == "inscrit":
        return total - 2, total
    if point.phase == "decide":
        return total - 1, total
    return (total - 2 if point.phase == "valide" else faits), total


def peut_modifier(vu: Etat, acteur: Acteur) -> str | None:
    """None when the person may edit, otherwise the sentence."""
    try:
        chaine.peut_modifier(vu, acteur)
    except (Refus, Interdit) as refus:
        return refus.phrase
    return None


def renvois(vu: Etat) -> list[tuple[str, str]]:
    """Where a point may be sent back, for the form."""
    return chaine.renvois_possibles(vu)
