"""What a page that shows suggestions and threads is made of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from college.droits import Acteur
from college.points.annuaire import annuaire
from college.points.modele import Point
from college.points.relecture import requetes
from college.points.relecture.modele import Relecture
from college.points.relecture.regles import suggestions

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


def _noms(point: Point, relues: Mapping[str, Relecture]) -> dict[int, str]:
    """Who suggests, as the directory of today names them."""
    auteurs = {s.auteur_id for relue in relues.values() for s in suggestions(relue.html).values()}
    connus = annuaire(point.institution_id).personnes if auteurs else {}
    return {auteur: connus.get(auteur, "Une personne partie") for auteur in auteurs}
