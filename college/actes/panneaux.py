"""What the acts say on the pages of the rooms below, which draw it blind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from college import francais
from college.actes import requetes
from college.actes.modele import Acte
from college.droits import Acteur
from college.panneaux import Panneau, etapes_de_suivi, panneau
from college.points import masques
from college.points.etats import passages_de
from college.points.modele import Point
from college.points.valeurs import Action
from college.seances.modele import Seance
from college.transaction import unite

DECISIONS = frozenset({Action.DECIDER, Action.DECIDER_HORS_SEANCE})
ETATS = {
    "en_preparation": "en préparation",
    "a_signer": "à signer",
    "signe": "signé",
    "publie": "publié",
    "retire": "retiré",
}


@panneau("point")
def _du_point(acteur: Acteur, point: Point) -> Panneau | None:
    actes = _du_meme_point(acteur, point)
    partiel = not actes and point.phase == "decide" and masques.masque(acteur, point) is not None
    return Panneau("Actes", "actes/_panneau.html", {"actes": actes, "partiel": partiel}) if actes or partiel else None


@panneau("seance")
def _de_la_seance(acteur: Acteur, seance: Seance) -> Panneau | None:
    actes = _actes(acteur, Acte.seance_id == seance.id) if seance.levee_le else []  # none before the closing
    return Panneau("Actes et documents", "actes/_panneau.html", {"actes": actes, "seance": seance.id})


@etapes_de_suivi("point")
def _suivi(acteur: Acteur, point: Point) -> list[dict[str, Any]]:
    """After the decision: the act, then its signature."""
    return [
        {
            "etat": "fait" if acte["etat"] in ("signe", "publie") else "courant",
            "libelle": f"Acte {acte['reference']}",
            "detail": acte["libelle"],
            "quand": acte["quand"],
        }
        for acte in _du_meme_point(acteur, point)
    ]


def _du_meme_point(acteur: Acteur, point: Point) -> list[dict[str, Any]]:
    """Asked by the tracker, then by the panel of the same page: read once. A point never decided has none."""
    if point.phase != "decide" and not any(passage.action in DECISIONS for passage in passages_de(point)):
        return []
    lus = unite().info.setdefault("actes_du_point", {})
    if point.id not in lus:
        lus[point.id] = _actes(acteur, Acte.point_id == point.id)
    return list(lus[point.id])


def _actes(acteur: Acteur, critere: Any) -> list[dict[str, Any]]:
    colonnes = select(Acte.id, Acte.reference, Acte.titre, Acte.type, Acte.etat, Acte.cree_le)
    lignes = unite().execute(colonnes.where(critere, requetes.visibles(acteur)).order_by(Acte.id).limit(12))
    return [
        {
            "id": ligne.id,
            "reference": ligne.reference,
            "titre": ligne.titre,
            "type": ligne.type,
            "etat": ligne.etat,
            "libelle": ETATS[ligne.etat],
            "quand": francais.date_courte(ligne.cree_le),
        }
        for ligne in lignes
    ]
