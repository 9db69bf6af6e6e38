"""What a page that shows suggestions and threads is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from college import francais
from college.droits import Acteur
from college.points.annuaire import annuaire
from college.points.etats import lu
from college.points.modele import Point
from college.points.relecture import requetes
from college.points.relecture.modele import Relecture
from college.points.relecture.regles import suggestions
from college.points.valeurs import Etat, Phase

CHAMPS = {
    "rapport": "Rapport",
    "note_synthese": "Résumé en clair",
    "motivation": "Motivation",
    "dispositif": "Dispositif",
}


def pour_relire(qui: Acteur, point: Point, relues: Mapping[str, Relecture]) -> dict[str, Any]:
    """The threads, the suggestions made on an earlier text, and the names of who suggests."""
    vives = requetes.en_vigueur(point, relues)
    noms = _noms(point, relues)
    return {
        "fils": requetes.en_fils(requetes.commentaires(point), vives),
        "anterieures": [
            (CHAMPS[champ], noms[suggestion.auteur_id], suggestion.phrase)
            for champ, suggestion in requetes.anterieures(point, relues)
        ],
        "relecteurs": {**noms, qui.agent_id: qui.nom},
        "noms_champs": CHAMPS,
        "moi": qui,
    }


def relisible(qui: Acteur, point: Point, vu: Etat) -> bool:
    """True when the page offers to read the text over: to agents who work on it, until it is decided."""
    agent = qui.roles or qui.groupes or qui.secretariats
    dossier = lu(point)
    return bool(agent and dossier and dossier.proche and vu.phase not in (Phase.DECIDE, Phase.RETIRE))


def en_attente(qui: Acteur, point: Point, vu: Etat) -> str:
    """« Deux suggestions et un commentaire attendent une réponse. », for who works on the point."""
    dossier = lu(point)
    if not relisible(qui, point, vu):
        return ""
    proposees = sum(len(suggestions(relue.html)) for relue in dossier.relectures)
    ouverts = {m.fil for m in dossier.commentaires} - {m.fil for m in dossier.commentaires if m.resolu_le}
    comptes = ((proposees, "suggestion", True), (len(ouverts), "commentaire", False))
    lots = [francais.compte(n, nom, feminin=feminin) for n, nom, feminin in comptes if n]
    verbe = "attend" if proposees + len(ouverts) == 1 else "attendent"
    return f"{francais.enumerer(lots)} {verbe} une réponse.".capitalize() if lots else ""


def _noms(point: Point, relues: Mapping[str, Relecture]) -> dict[int, str]:
    """Who suggests, as the directory of today names them."""
    auteurs = {s.auteur_id for relue in relues.values() for s in suggestions(relue.html).values()}
    connus = annuaire(point.institution_id).personnes if auteurs else {}
    return {auteur: connus.get(auteur, "Une personne partie") for auteur in auteurs}
