"""Who may do what to a point, now: PURE. A button is lit iff `decider` accepts; every refusal is a sentence.

`decider` asks the same `permettre` as `actions_possibles`, then checks what the person typed: the two
cannot disagree.
"""

from __future__ import annotations

from datetime import datetime

from college.droits import Acteur
from college.erreurs import Interdit, Invalide, Refus
from college.points.edition import limites, peut_modifier, volets_ouverts
from college.points.permis import (
    PERMETTRE,
    Permis,
    initiative_possible,
    permettre,
    portee,
    rang,
    renvois_possibles,
)
from college.points.phrases import enumerer, fr
from college.points.pliage import etat
from college.points.position import noms, ou_en_est, tient
from college.points.valeurs import AVIS, Action, ActionPossible, Etat, Passage, Phase, Statut

__all__ = [
    "actions_possibles",
    "decider",
    "etat",
    "limites",
    "ou_en_est",
    "peut_modifier",
    "renvois_possibles",
    "volets_ouverts",
]

_LONGUEUR = 10_000
_DEMANDES: dict[Action, tuple[str, ...]] = {
    Action.RENVOYER: ("commentaire", "vers"),
    Action.RETIRER: ("commentaire",),
    Action.PASSER_OUTRE: ("commentaire",),
    Action.RENDRE_AVIS: ("avis",),
    Action.DEMANDER_AVIS: ("vers",),
    Action.TRANSMETTRE_ORGANE: ("vers",),
}


def decider(
    vu: Etat,
    action: Action,
    acteur: Acteur,
    *,
    le: datetime,
    vers: str | None = None,
    commentaire: str = "",
    valeur: str | None = None,
) -> Passage:
    """The passage that this act makes, or the refusal that says who, why, what to do."""
    permis = permettre(vu, action, acteur, vers)
    commentaire = commentaire.strip()
    _verifier_saisie(action, permis, commentaire, valeur)
    avant = rang(vu, permis.couvre[-1]) if permis.couvre else 0
    return Passage(
        action=action,
        acteur_id=acteur.agent_id,
        acteur_nom=acteur.nom,
        le=le,
        etape=permis.etape,
        vers=permis.vers,
        au_nom_de=permis.titulaire.au_nom_de,
        commentaire=commentaire,
        empreinte=vu.faits.empreinte,
        valeur=valeur if action is Action.RENDRE_AVIS else None,
        couvre=permis.couvre,
        sautees=tuple(vue.code for vue in vu.vues[:avant] if vue.vacante),
    )


def actions_possibles(vu: Etat, acteur: Acteur) -> list[ActionPossible]:
    """The buttons of this person on this point, greyed ones with their sentence."""
    boutons = []
    for action in PERMETTRE:
        if _hors_de_propos(vu, action, acteur):
            continue
        try:
            permettre(vu, action, acteur, None)
            possible, motif = True, ""
        except (Refus, Interdit) as refus:
            possible, motif = False, refus.phrase
        boutons.append(
            ActionPossible(str(action), _libelle(vu, action), possible, motif, None, _DEMANDES.get(action, ()))
        )
    return boutons + _raccourcis(vu, acteur) + _initiatives(vu, acteur)


def _hors_de_propos(vu: Etat, action: Action, acteur: Acteur) -> bool:
    """Buttons that make no sense at all for this point are not even greyed (contract §8)."""
    if action is Action.PASSER_OUTRE:
        en_route = vu.phase in (Phase.BROUILLON, Phase.EN_VALIDATION)
        return not (en_route and tient(vu.titulaires.secretaires, acteur))
    if action is Action.SOUMETTRE:
        return not vu.chaine.etapes and vu.phase is not Phase.BROUILLON
    return action is Action.DECIDER_HORS_SEANCE and not vu.faits.hors_seance


def _raccourcis(vu: Etat, acteur: Acteur) -> list[ActionPossible]:
    """« Viser jusqu'à … » for who holds several steps in a row, where the chain allows shortcuts."""
    if vu.chaine.raccourcis == "aucun":
        return []
    lus = []
    for vue in portee(vu, acteur)[1:]:
        try:
            permettre(vu, Action.VISER, acteur, vue.code)
        except (Refus, Interdit):
            continue
        libelle = fr(f"Viser jusqu'à « {vue.etape.libelle} »")
        lus.append(ActionPossible(str(Action.VISER), libelle, True, "", vue.code))
    return lus


def _initiatives(vu: Etat, acteur: Acteur) -> list[ActionPossible]:
    """« Rendre un avis d'initiative »: a group that nobody asked may speak all the same (CDLD L1124-40, 4°)."""
    libelle, demandes = fr("Rendre un avis d'initiative"), _DEMANDES[Action.RENDRE_AVIS]
    return [
        ActionPossible(str(Action.RENDRE_AVIS), libelle, True, "", groupe, demandes)
        for groupe in vu.titulaires.initiative
        if tient(initiative_possible(vu, groupe), acteur)
    ]


def _verifier_saisie(action: Action, permis: Permis, commentaire: str, valeur: str | None) -> None:
    demandes = _DEMANDES.get(action, ())
    if "commentaire" in demandes and not commentaire:
        phrase = "Dites pourquoi : un commentaire est obligatoire pour renvoyer, retirer ou passer outre."
        raise Invalide(fr(phrase), "commentaire")
    if len(commentaire) > _LONGUEUR:
        raise Invalide(fr("Ce commentaire est trop long : 10 000 caractères au plus."), "commentaire")
    if action is Action.RENDRE_AVIS and valeur not in AVIS:
        raise Invalide(fr(f"Choisissez un avis : {enumerer(list(AVIS.values()), 'ou')}."), "avis")
    if action in (Action.DEMANDER_AVIS, Action.TRANSMETTRE_ORGANE) and not permis.vers:
        quoi = "à quel groupe" if action is Action.DEMANDER_AVIS else "à quel organe"
        raise Invalide(fr(f"Dites {quoi} vous vous adressez."), "vers")


def _libelle(vu: Etat, action: Action) -> str:
    if action is Action.SOUMETTRE:
        suivante = next((v for v in vu.vues if v.statut in (Statut.A_VENIR, Statut.COURANT)), None)
        if suivante is None:
            return "Valider"
        qui = noms(suivante.titulaires) if 0 < len(suivante.titulaires) < 3 else suivante.etape.libelle
        return fr(f"Envoyer à {qui}")
    return _LIBELLES[action]


_LIBELLES: dict[Action, str] = {
    Action.VISER: "Viser",
    Action.RENDRE_AVIS: fr("Rendre l'avis"),
    Action.RENVOYER: "Renvoyer",
    Action.REPRENDRE: "Reprendre le point",
    Action.DEMANDER_AVIS: "Demander un avis",
    Action.DECIDER_HORS_SEANCE: "Décider",
    Action.PASSER_OUTRE: "Passer outre la validation",
    Action.TRANSMETTRE_ORGANE: "Transmettre à un autre organe",
    Action.DUPLIQUER: "Dupliquer",
    Action.RETIRER: "Retirer le point",
}
