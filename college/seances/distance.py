"""Sitting from elsewhere: when the law allows it, and what has to be said of it. Pure.

L6511-1 to -3 CDLD: the conseil, the conseil de l’action sociale and the comités spéciaux sit in one room; from
elsewhere only in an extraordinary situation, which the notice states, with the name of the tool and how it is used.
Some matters (discipline of the staff, hearings) are left to those who are in the room. Other organes follow their
own rules of procedure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from college.erreurs import Faute, Invalide, Refus
from college.francais import enumerer
from college.seances import droit

LEGISLATIFS = "extraordinaire"
CHAMPS = {
    "motif": "Dites la situation extraordinaire qui empêche de se réunir dans une salle : la convocation la mentionne.",
    "outil": "Donnez le nom commercial de l’outil : la convocation le mentionne.",
    "explication": "Expliquez en quelques mots comment s’y connecter : la convocation le mentionne.",
}


def prevoir(type_organe: str, jour: date, reglement: str, dite: Mapping[str, str]) -> dict[str, str]:
    """What the notice will say; refused where neither the law nor the rules of procedure allow it."""
    propre = {champ: str(dite.get(champ, "")).strip() for champ in CHAMPS}
    if not any(propre.values()):
        return {}
    parametre = droit.regle("distance", type_organe, jour)
    if parametre.valeur != LEGISLATIFS and not reglement:
        raise non_admise(parametre.article)
    manquants = [champ for champ, lu in propre.items() if not lu and (champ != "motif" or not reglement)]
    if manquants:
        raise Invalide([Faute(champ, CHAMPS[champ]) for champ in manquants])
    return propre


def non_admise(article: str) -> Refus:
    return Refus(
        "Le règlement de cet organe ne prévoit pas de participer à distance : ses membres siègent dans la salle. "
        "S’il le prévoit, un administrateur en note l’article aux réglages de l’organe.",
        article=article,
        motif="distance_non_admise",
    )


def verifier_connexion(type_organe: str, jour: date, reglement: str, prevue: bool) -> None:
    """May a member be noted as connected at this séance?"""
    parametre = droit.regle("distance", type_organe, jour)
    if prevue:
        return
    if parametre.valeur == LEGISLATIFS:
        raise Refus(
            "La convocation de cette séance ne prévoit pas de participer à distance : elle doit en dire le motif, "
            "l’outil et le mode d’emploi. Ce membre ne siège que s’il rejoint la salle.",
            article=parametre.article,
            motif="distance_non_prevue",
        )
    if not reglement:
        raise non_admise(parametre.article)


def verifier_papier(noms: Sequence[str], article: str) -> None:
    """A secret vote on paper is for those who are in the room: nobody puts a paper in an urn from elsewhere."""
    if not noms:
        return
    siegent, peuvent = ("siègent", "ne peuvent") if len(noms) > 1 else ("siège", "ne peut")
    raise Refus(
        f"{enumerer(list(noms))} {siegent} à distance et {peuvent} pas mettre de papier dans l’urne. "
        "Faites voter tous les membres sur leur appareil, ou réservez d’abord ce point à ceux qui sont dans la salle : "
        "le procès-verbal dira que les autres n’y prennent pas part.",
        article=article,
        motif="papier_a_distance",
    )
