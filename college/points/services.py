"""Changing points: propose, modify, act on the chain, follow the séance. Four beats each (architecture §2)."""

from __future__ import annotations

from sqlalchemy import select

from college import annonces, horloge, journal
from college.droits import Acteur, acteur_systeme, exige
from college.erreurs import Invalide, Perime, Refus
from college.points import chaine, copies, regles, volets
from college.points.avis import regles as regles_avis
from college.points.avis import suites
from college.points.avis.modele import Avis
from college.points.etats import (
    avis_de,
    chaine_de,
    code_de_chaine,
    en_ligne,
    etat_de,
    passages_de,
    rafraichir,
    texte,
    version_en_cours,
)
from college.points.modele import Passage, Point
from college.points.naissance import naitre
from college.points.phrases import fr
from college.points.revisions import appliquer, indexer, propres, reviser, touches
from college.points.saisie import Champs, Modification, Saisie
from college.points.valeurs import Action, Etat, Phase
from college.points.valeurs import Passage as PassagePur
from college.points.verrou import tenir
from college.transaction import unite

_SEANCE = {
    Phase.INSCRIT: Action.INSCRIRE,
    Phase.VALIDE: Action.DESINSCRIRE,
    Phase.DECIDE: Action.DECIDER,
    Phase.RETIRE: Action.RETIRER,
    Phase.BROUILLON: Action.RENVOYER,
}
_DEMANDES = (Action.DEMANDER_AVIS, Action.RENDRE_AVIS)  # after which there may be one advice more


@exige("point.proposer")
def proposer(acteur: Acteur, saisie: Saisie) -> Point:
    """A new point: its reference for ever, its first revision; born valid where the chain has no step."""
    _externe_inconnu(acteur, saisie.identifiant_externe)
    point = naitre(acteur, saisie.model_dump())
    journal.noter(acteur, "point.propose", point, reference=point.reference)
    copies.annoncer(acteur, point)
    return point


def _externe_inconnu(acteur: Acteur, identifiant: str | None) -> None:
    if not identifiant:
        return
    deja = unite().scalar(
        select(Point.reference).where(
            Point.institution_id == acteur.institution_id,
            Point.auteur_id == acteur.agent_id,
            Point.identifiant_externe == identifiant,
        )
    )
    if deja:
        raise Refus(
            fr(f"Vous avez déjà proposé ce dossier sous la référence {deja} : modifiez ce point."),
            motif="identifiant_externe",
            reference=deja,
        )


@exige("point.modifier")
def modifier(
    acteur: Acteur, point: Point, saisie: Modification | Champs, version: int | None = None, regrouper: bool = False
) -> Point:
    """Change what a point says. A stale `version` raises Perime: the caller shows both texts."""
    tenir(point)
    vu = etat_de(point)
    chaine.peut_modifier(vu, acteur)
    if version is not None and version != point.version:
        raise Perime(fr(f"{_qui_a_modifie(acteur, point)} : comparez les deux textes."), courant=point)
    donnees = propres(saisie.model_dump(exclude_unset=True))
    changes = touches(point, donnees)
    chaine.peut_modifier(vu, acteur, volets.des_champs(changes))
    if vu.phase is not Phase.BROUILLON:
        _figes(point, donnees)
    suivie = code_de_chaine(point.organe, point.nature)
    appliquer(acteur, point, donnees)
    if vu.phase is Phase.BROUILLON and code_de_chaine(point.organe, point.nature) != suivie:
        point.chaine_version = point.chaine_version_id = None  # sent back, then changed: it follows the right one
    revision = reviser(acteur, point, donnees, regrouper)
    point.modifie_le = horloge.maintenant()
    _suivre(acteur, point)
    numero = revision.numero if revision else point.numero_revision
    en_copie = {champ: donnees[champ] for champ in copies.CHAMPS if champ in changes}  # who reads it from now on
    journal.noter(acteur, "point.modifie", point, revision=numero, champs=sorted(donnees), **en_copie)
    annonces.annoncer("point.modifie", acteur=acteur, point=point)
    if en_copie:
        copies.annoncer(acteur, point)
    return point


def _qui_a_modifie(acteur: Acteur, point: Point) -> str:
    """The author of the last text; unknown where it is one's own, of another page."""
    auteur = texte(point).auteur
    if auteur.id == acteur.agent_id:
        return "Ce point a changé depuis que vous l'avez ouvert, peut-être dans un autre onglet"
    return f"{auteur.nom_complet} a modifié ce point depuis que vous l'avez ouvert"


def _figes(point: Point, donnees: dict[str, object]) -> None:
    """Once submitted, a point stays with its organe, its service and its chain, which they chose with its nature."""
    for champ, code in (("organe", point.organe.code), ("service", point.service.code)):
        identiques = (code, str(getattr(point, f"{champ}_id")), None)
        if champ in donnees and donnees[champ] not in identiques:
            raise Invalide(fr("Ce point est déjà envoyé : reprenez-le d'abord pour changer cela."), champ)
    nature = str(donnees.get("nature") or point.nature)
    ailleurs = code_de_chaine(point.organe, nature) != code_de_chaine(point.organe, point.nature)
    if ailleurs and point.phase == Phase.EN_VALIDATION:
        phrase = (
            f"La nature « {regles.EFFETS[nature].libelle} » suit une autre chaîne de validation : renvoyez le point à "
            "son auteur, qui la changera et l'enverra de nouveau."
        )
        raise Invalide(fr(phrase), "nature")


@exige("chaine_de_validation")
def agir(
    acteur: Acteur,
    point: Point,
    action: str,
    commentaire: str = "",
    vers: str | None = None,
    avis: str | None = None,
    texte_avis: str = "",
    confidentiel: bool = False,
) -> Point:
    """Any act of the chain: `chaine.decider` is its right and its rule, asked once."""
    tenir(point)
    lus, demandes = passages_de(point), avis_de(point)
    vu = etat_de(point, lus, demandes)
    geste = Action(action)
    passage = chaine.decider(
        vu, geste, acteur, le=horloge.maintenant(), vers=vers, commentaire=commentaire, valeur=avis
    )
    if geste is Action.DECIDER_HORS_SEANCE:
        _texte_present(point)
    if geste is Action.DEMANDER_AVIS:
        suites.demander(acteur, point, passage, confidentiel)
    if vu.phase is Phase.BROUILLON and geste in (Action.SOUMETTRE, Action.VISER, Action.PASSER_OUTRE):
        version = point.chaine_version or version_en_cours(point.organe, point.nature)
        point.chaine_version_id = version.id if version else None
        point.chaine_version = version
        point.soumis_le = passage.le
        indexer(point)
    lus.append(_ajouter(point, passage))
    if geste is Action.REPRENDRE and passage.etape and vu.dernier_visa:
        suites.reprendre(point, passage.etape)
    if geste is Action.RENDRE_AVIS:
        suites.enregistrer(acteur, point, passage, texte_avis or commentaire, confidentiel)
    suivi = _suivre(acteur, point, lus, None if geste in _DEMANDES else demandes)
    journal.noter(acteur, f"point.{geste}", point, etape=passage.etape, vers=passage.vers, phase=str(suivi.phase))
    annonces.annoncer("point.passage", acteur=acteur, point=point, passage=passage, etat=suivi)
    if vu.phase is Phase.BROUILLON:
        copies.annoncer(acteur, point)
    if geste is Action.DECIDER_HORS_SEANCE:
        annonces.annoncer("point.decide_hors_seance", acteur=acteur, point=point)
    return point


def _texte_present(point: Point) -> None:
    revision = texte(point)
    if regles.texte_manquant(point.nature, revision.motivation, revision.dispositif):
        raise Refus(
            fr(f"Le point {point.reference} n'a ni motivation ni dispositif : écrivez ce qui est décidé."),
            motif="texte_manquant",
        )


def _ajouter(point: Point, passage: PassagePur) -> Passage:
    ligne = en_ligne(point, passage)
    unite().add(ligne)
    point.modifie_le = passage.le
    return ligne


def _suivre(acteur: Acteur, point: Point, lus: list[Passage] | None = None, demandes: list[Avis] | None = None) -> Etat:
    """Fold again, write the cache, open or stop the advices of the chain."""
    lus = passages_de(point) if lus is None else lus
    avis = avis_de(point) if demandes is None else demandes
    vu = etat_de(point, lus, avis)
    if suites.suivre_la_chaine(acteur, point, vu, avis):
        vu = etat_de(point, lus)
    rafraichir(point, vu)
    unite().flush()
    return vu


@exige("point.seance")
def changer_phase(acteur: Acteur, point: Point, phase: str, commentaire: str = "") -> Point:
    """What the séance does to a point: inscribed, back to valid, decided, withdrawn, returned to its author."""
    visee = Phase(phase)
    depart = Phase(point.phase)
    if visee is Phase.INSCRIT and depart is not Phase.VALIDE and depart is not Phase.DECIDE:
        raise Refus(
            fr(f"Le point {point.reference} ne peut pas être inscrit. {chaine.ou_en_est(etat_de(point))}"),
            motif="phase",
        )
    if visee is Phase.INSCRIT:
        _avis_favorables(point)
    passage = PassagePur(
        _SEANCE[visee], acteur.agent_id, acteur.nom, horloge.maintenant(),
        vers="auteur" if visee is Phase.BROUILLON else None,
        commentaire=commentaire, empreinte=texte(point).empreinte_texte,
    )  # fmt: skip
    _ajouter(point, passage)
    if visee is Phase.BROUILLON:
        _suivre(acteur, point)
    else:
        point.phase, point.etape, point.etape_libelle, point.echeance = str(visee), None, "", None
    journal.noter(acteur, f"point.{_SEANCE[visee]}", point)
    annonces.annoncer("point.passage", acteur=acteur, point=point, passage=passage)
    return point


def _avis_favorables(point: Point) -> None:
    """Folded only where a step of the chain may block (scenario P37)."""
    bloquants = any(etape.bloquant for etape in chaine_de(point).etapes)
    if bloquants and (phrase := regles_avis.negatif_bloquant(etat_de(point))):
        raise Refus(phrase, motif="avis_negatif")


@exige("point.seance")
def diffuser(acteur: Acteur, point: Point) -> None:
    """The agenda that holds the point was convened: members of the organe read it from now on."""
    if point.diffuse_le is None:
        point.diffuse_le = horloge.maintenant()
        journal.noter(acteur, "point.diffuse", point)


@exige("point.seance")
def reprendre(acteur: Acteur, point: Point) -> None:
    """The notice that had brought it to the members is cancelled: it is for the house again."""
    point.diffuse_le = None
    journal.noter(acteur, "point.repris", point)


def recalculer(point: Point) -> bool:
    """Verify the cache against the fold; True when it had to be mended (people changed, a delay ran out).

    A point that moves on by itself opens the advice that it reaches, as after an act.
    """
    avant = (point.phase, point.etape)
    _suivre(acteur_systeme(point.institution_id), point)
    return avant != (point.phase, point.etape)


@exige("point.seance")
def valider_d_office(acteur: Acteur, point: Point, commentaire: str) -> Point:
    """Another organe's decision stands for the visas of this point; the advices of its chain stay to be given."""
    vu = etat_de(point)
    if vu.phase is not Phase.BROUILLON:
        return point
    version = version_en_cours(point.organe, point.nature)
    point.chaine_version, point.chaine_version_id = version, version.id if version else None
    point.soumis_le = horloge.maintenant()
    indexer(point)
    visas = tuple(vue.code for vue in vu.vues if not vue.etape.est_avis)
    commun = (acteur.agent_id, acteur.nom, point.soumis_le)
    empreinte = texte(point).empreinte_texte
    _ajouter(point, PassagePur(Action.SOUMETTRE, *commun, commentaire=commentaire, empreinte=empreinte))
    if visas:
        passage = PassagePur(
            Action.VISER, *commun, etape=visas[0], commentaire=commentaire, empreinte=empreinte, couvre=visas
        )
        _ajouter(point, passage)
    suivi = _suivre(acteur, point)
    journal.noter(acteur, "point.valide_d_office", point, phase=str(suivi.phase))
    return point
