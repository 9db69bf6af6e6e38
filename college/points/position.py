"""Where a point is and who holds it, in words: PURE. Every refusal of the chain ends with these sentences."""

from __future__ import annotations

from college.droits import Acteur
from college.points.phrases import enumerer, fr
from college.points.valeurs import Etat, Liste, Phase, Titulaire


def ou_en_est(vu: Etat) -> str:
    """Where the point is and who holds it, in one sentence."""
    match vu.phase:
        case Phase.BROUILLON:
            return fr("Ce point est un brouillon : " + qui_peut(vu.titulaires.auteurs, "l'envoyer") + ".")
        case Phase.EN_VALIDATION:
            return _ce_qu_attend(vu)
        case Phase.VALIDE if vu.faits.hors_seance:
            return fr("Ce point est validé : " + qui_peut(vu.titulaires.autorites, "décider") + ".")
        case Phase.VALIDE:
            return fr("Ce point est validé : le secrétariat peut l'inscrire à une séance.")
        case Phase.INSCRIT:
            return fr("Ce point est inscrit à l'ordre du jour : adressez-vous au secrétariat.")
        case Phase.DECIDE:
            return fr("Ce point est décidé : son texte et son parcours ne changent plus.")
        case _:
            return fr("Ce point est retiré : " + qui_peut(vu.titulaires.auteurs, "le reprendre") + ".")


def _ce_qu_attend(vu: Etat) -> str:
    attendues = [vue for vue in vu.ouvertes if vue.etape.obligatoire] or list(vu.ouvertes)
    dites = []
    for vue in attendues:
        if vue.titulaires:
            dites.append(f"« {vue.etape.libelle} », que tient {noms(vue.titulaires)}")
        else:
            dites.append(f"« {vue.etape.libelle} », que personne ne tient ; prévenez le secrétariat")
    return fr(f"Ce point attend {enumerer(dites)}.")


def tient(liste: Liste, acteur: Acteur) -> Titulaire | None:
    """The person's own right first, then one held in the name of somebody absent."""
    siens = [titulaire for titulaire in liste if titulaire.agent_id == acteur.agent_id]
    return min(siens, key=lambda titulaire: titulaire.au_nom_de is not None, default=None)


def noms(liste: Liste) -> str:
    """« Bernard Noël », « A ou B », or how many they are."""
    connus = {titulaire.agent_id: titulaire.nom for titulaire in liste}
    if len(connus) > 3:
        return f"l'une des {len(connus)} personnes désignées"
    return enumerer(list(connus.values()), "ou")


def qui_peut(liste: Liste, faire: str) -> str:
    """« Bernard Noël peut l'envoyer », or that nobody can."""
    if liste:
        return f"{noms(liste)} peut {faire}"
    return f"personne n'est désigné pour {faire} ; prévenez l'administrateur"
