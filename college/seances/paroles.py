"""What the live screens say aloud, once, when it changes; the same words head the sheet on which a member votes."""

from __future__ import annotations

from college.francais import insecables
from college.seances import bulletins, propositions
from college.seances.ecran import Ecran
from college.seances.modele import Scrutin

NON_TENUE = {"suspendue": "Séance suspendue", "annulee": "Séance annulée"}
TENABLE = ("en_preparation", "convoquee", "ouverte")
OBJETS = {"urgence": "urgence du point {}", "huis_clos": "huis clos au point {}"}


def aux_voix(vote: Scrutin) -> str:
    """« Vote ouvert : point 4 », « Scrutin secret : élection au point 2, second tour »."""
    ouvert = "Scrutin secret" if bulletins.est_secret(vote) else "Vote ouvert"
    return insecables(f"{ouvert} : {_objet(vote)}")


def _objet(vote: Scrutin) -> str:
    numero = vote.inscription.numero
    if vote.mode == "election":
        return f"élection au point {numero}{', second tour' if vote.tour > 1 else ''}"
    if vote.question:
        return f"{vote.question} (point {numero})"
    return OBJETS.get(str(vote.regle.get("objet")), "point {}").format(numero)


def annonce(vue: Ecran, ouvert: Scrutin | None, intitule: str) -> str:
    """The vote, its close, its result, the point; of a closed item, its number only."""
    etat = vue.seance.etat
    if etat not in TENABLE:
        return NON_TENUE.get(etat, "Séance levée")
    if ouvert is not None:
        return aux_voix(ouvert)
    if vue.courante is None:
        return ""
    vote = vue.scrutin
    numero = f"Point {vue.courante.numero}"
    if not vue.lisible:
        return insecables(f"Vote ouvert : {numero.lower()}") if vote and vote.etat == "ouvert" else numero
    if vote is not None and vote.etat == "ouvert":
        return aux_voix(vote)
    if vote is not None and vote.etat == "clos":
        return insecables(f"{numero} : vote clos")
    if vote is not None and vote.etat == "proclame":
        return insecables(f"{numero}, résultat : {_resultat(vue)}")
    return insecables(f"{numero} : {intitule}")


def _resultat(vue: Ecran) -> str:
    """The sentence of the minutes stops before « décide » : the ear needs the end of it."""
    return f"{vue.phrase[:-1]} : {issue(vue)}" if vue.phrase.endswith(",") else vue.phrase or issue(vue)


def issue(vue: Ecran) -> str:
    """« adopté », « rejeté », « partage des voix », « proposition « Place Verte » adoptée »."""
    retenu = vue.retenu
    if retenu is None:
        return ""
    if vue.propositions and retenu.resultat == "adopte":
        return f"proposition « {propositions.libelle(retenu)} » adoptée"
    return (vue.resultat_dit or {"adopte": "adopté", "rejete": "rejeté"}.get(retenu.resultat or "", "")).lower()
