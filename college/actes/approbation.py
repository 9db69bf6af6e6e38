"""Approval of minutes (art. L1122-16 CDLD): adopted observations make a new version, visibly."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from college import francais, horloge, journal
from college.actes import creation, regles
from college.actes.modele import Acte
from college.droits import Acteur
from college.seances.modele import Seance
from college.templates_docs.grammaire import INSECABLE, typographier
from college.transaction import unite


def approuver(acteur: Acteur, seance: Seance, observations: Sequence[dict[str, Any]]) -> list[Acte]:
    """Every set of minutes of the séance, public and closed, becomes its approved version."""
    actes = unite().scalars(select(Acte).where(Acte.seance_id == seance.id, Acte.type == "pv")).all()
    for acte in actes:
        _approuver(acteur, acte, _concernees(acte, observations))
    return list(actes)


def _concernees(acte: Acte, observations: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Observations on a closed point belong to the closed minutes, the others to the public ones."""
    fermes = {i.id for i in acte.seance.inscriptions if i.huis_clos} if acte.seance else set()
    if acte.partie == "integrale":
        return list(observations)
    return [o for o in observations if (o.get("inscription") in fermes) == (acte.partie == "huis_clos")]


def _approuver(acteur: Acteur, acte: Acte, observations: Sequence[dict[str, Any]]) -> None:
    adoptees = [o for o in observations if o.get("adoptee")]
    acte.etat_pv = regles.etat_pv_approuve(acte.etat_pv, len(adoptees))
    acte.etat = "en_preparation"
    contexte = copy.deepcopy(acte.versions[-1].contexte)
    contexte["projet"] = False
    contexte["approbation"] = phrase(francais.date_longue(horloge.aujourdhui()), len(adoptees))
    numeros = {i.id: i.numero for i in acte.seance.inscriptions} if acte.seance else {}
    contexte["corrections"] = [correction(o, numeros.get(o.get("inscription") or 0, "")) for o in observations]
    motif = "Observations adoptées" if adoptees else "Approbation"
    creation.ajouter_version(acte, contexte, motif)
    journal.noter(acteur, "pv.approuve", acte, observations=len(observations), adoptees=len(adoptees))


def phrase(jour: str, adoptees: int) -> str:
    """« Le présent procès-verbal est approuvé le 14 décembre 2026, avec les corrections ci-dessus. »."""
    suite = ", avec les corrections qui précèdent" if adoptees else ""
    return f"Le présent procès-verbal est approuvé le {jour}{suite}."


def correction(observation: dict[str, Any], numero: str) -> dict[str, Any]:
    """One observation as the approved minutes print it: who, on which point, what, adopted or not."""
    ou = f"Point{INSECABLE}{numero}, " if numero else ""
    auteur = str(observation.get("auteur") or "")
    qui = f"observation de {auteur}" if auteur else "observation"
    debut = f"{ou}{qui}"
    return {
        "texte": typographier(f"{debut[:1].upper()}{debut[1:]} : {observation.get('texte', '')}"),
        "adoptee": bool(observation.get("adoptee")),
        "issue": "Adoptée." if observation.get("adoptee") else "Non adoptée.",
    }
