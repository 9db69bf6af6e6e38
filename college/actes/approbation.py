"""Approval of minutes (art. L1122-16 CDLD): adopted observations make a new version, visibly."""

from __future__ import annotations

import copy
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select

from college import francais, horloge, journal
from college.actes import correction, creation, regles
from college.actes.modele import Acte
from college.droits import Acteur
from college.erreurs import Refus
from college.seances.modele import Seance
from college.templates_docs.grammaire import INSECABLE, typographier
from college.transaction import unite

APPROUVES = ("approuve", "approuve_avec_corrections", "signe")


def approuver(
    acteur: Acteur,
    seance: Seance,
    observations: Sequence[dict[str, Any]],
    parties: Collection[str] | None = None,
    seance_tenante: bool = False,
) -> bool:
    """The minutes of the séance, public and closed, or one part, become their approved version; true when all are."""
    actes = unite().scalars(select(Acte).where(Acte.seance_id == seance.id, Acte.type == "pv")).all()
    for acte in actes:
        if acte.etat_pv not in APPROUVES and (parties is None or acte.partie in parties):
            _approuver(acteur, acte, _concernees(acte, observations), seance_tenante)
    return all(acte.etat_pv in APPROUVES for acte in actes)


def _concernees(acte: Acte, observations: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Observations on a closed point belong to the closed minutes, the others to the public ones."""
    if acte.partie == "integrale":
        return list(observations)
    return [o for o in observations if (o.get("partie") == "huis_clos") == (acte.partie == "huis_clos")]


def _approuver(acteur: Acteur, acte: Acte, observations: Sequence[dict[str, Any]], tenante: bool) -> None:
    adoptees = [o for o in observations if o.get("adoptee")]
    acte.etat_pv = regles.etat_pv_approuve(acte.etat_pv, len(adoptees))
    acte.etat = "en_preparation"
    contexte = copy.deepcopy(acte.versions[-1].contexte)
    contexte["projet"] = False
    contexte["approbation"] = phrase(francais.date_longue(horloge.aujourdhui()), len(adoptees), tenante)
    numeros = {i.id: i.numero for i in acte.seance.inscriptions} if acte.seance else {}
    for observation in adoptees:
        _corriger(contexte, observation, numeros.get(observation.get("inscription") or 0, ""))
    contexte["corrections"] = [dire(o, numeros.get(o.get("inscription") or 0, "")) for o in observations]
    motif = "Observations adoptées" if adoptees else "Approbation"
    creation.ajouter_version(acte, contexte, motif)
    journal.noter(acteur, "pv.approuve", acte, observations=len(observations), adoptees=len(adoptees))


def _corriger(contexte: dict[str, Any], observation: dict[str, Any], numero: str) -> None:
    """Put the right words in the minutes, in the point that the observation names or wherever they stand."""
    ancien, nouveau = str(observation.get("au_lieu_de") or ""), str(observation.get("lire") or "")
    if ancien and not correction.remplacer(contexte, ancien, nouveau, numero):
        ou = f" au point {numero}" if numero else ""
        raise Refus(
            f"« {ancien} » ne se lit pas{ou} dans le procès-verbal : recopiez les mots exacts à corriger.",
            motif="passage_introuvable",
        )


def phrase(jour: str, adoptees: int, tenante: bool = False) -> str:
    """« Le présent procès-verbal est approuvé le 14 décembre 2026, avec les corrections qui précèdent. »."""
    suite = ", avec les corrections qui précèdent" if adoptees else ""
    quand = "séance tenante" if tenante else f"le {jour}"
    return f"Le présent procès-verbal est approuvé {quand}{suite}."


def dire(observation: dict[str, Any], numero: str) -> dict[str, Any]:
    """One observation as the approved minutes print it: who, on which point, what, adopted or not."""
    ou = f"Point{INSECABLE}{numero}, " if numero else ""
    auteur = str(observation.get("auteur") or "")
    qui = f"observation de {auteur}" if auteur else "observation"
    debut = f"{ou}{qui}"
    ancien, nouveau = observation.get("au_lieu_de"), observation.get("lire")
    dite = str(observation.get("texte") or "").rstrip()
    dite += "" if dite.endswith((".", "!", "?", "…")) else "."
    mots = f" Au lieu de « {ancien} », lire « {nouveau} »." if ancien else ""
    return {
        "texte": typographier(f"{debut[:1].upper()}{debut[1:]} : {dite}{mots}"),
        "adoptee": bool(observation.get("adoptee")),
        "issue": "Adoptée." if observation.get("adoptee") else "Non adoptée.",
    }
