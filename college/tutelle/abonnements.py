"""What the lower rooms may know of supervision without importing it: answers to their questions, panels."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from college import horloge
from college.actes.modele import Acte
from college.annonces import abonner
from college.droits import Acteur, peut
from college.panneaux import Panneau, panneau
from college.points.modele import Point
from college.transaction import unite
from college.tutelle import presentation, requetes
from college.tutelle.donnees import catalogue
from college.tutelle.modele import Envoi
from college.tutelle.regime import Regime


@abonner("type_acte.choix")
def types_d_actes(organe: str = "", **_: Any) -> list[tuple[str, str]]:
    """(code, label) of the act types that a person may choose today, for a type of organe."""
    return [(r.code, r.libelle) for r in catalogue().types(horloge.aujourdhui(), organe or None)]


@abonner("type_acte.connu")
def type_connu(code: str, **_: Any) -> bool:
    """Is this a code of the list in force today?"""
    return catalogue().regle(code, horloge.aujourdhui()) is not None


@abonner("acte.regime")
def regime_d_un_acte(acte: Acte, **_: Any) -> str:
    """`regime_tutelle` of the contract."""
    regle = requetes.regle_de(acte)
    return (regle.regime if regle else Regime.AUCUN).value


@abonner("acte.envoi")
def dernier_envoi(acte: Acte, **_: Any) -> Envoi | None:
    """The transmission that counts today, for who shows the act to the public."""
    envois = requetes.d_un_acte(acte.id)
    return max(envois, key=lambda envoi: envoi.id, default=None)


@panneau("acte")
def panneau_acte(acteur: Acteur, acte: Acte) -> Panneau | None:
    """On the act's page: where it stands with its authority, and the button that sends it."""
    regle = requetes.regle_de(acte)
    if regle is None or not peut("tutelle.lire", acteur, acte):
        return None
    envois = requetes.d_un_acte(acte.id)
    if not envois and not regle.regime.a_transmettre:
        return None
    donnees = {"acte": acte, "regle": regle, "lignes": [presentation.ligne_d_envoi(e) for e in envois],
               "peut_transmettre": peut("tutelle.transmettre", acteur, acte)}  # fmt: skip
    return Panneau("Tutelle", "tutelle/_panneau.html", donnees)


@panneau("point")
def panneau_point(acteur: Acteur, point: Point) -> Panneau | None:
    """On the point's page: the same, for the acts that came of it."""
    if not point.type_acte or not peut("tutelle.lire", acteur):
        return None
    decide = point.phase == "decide"  # before, no act: nothing to ask
    actes = unite().scalars(select(Acte).where(Acte.point_id == point.id).order_by(Acte.id)).all() if decide else []
    regle = catalogue().regle(point.type_acte, horloge.aujourdhui())
    acte = next((a for a in reversed(actes) if a.type in requetes.TRANSMISSIBLES), None)
    if acte is not None:
        return panneau_acte(acteur, acte)
    return Panneau("Tutelle", "tutelle/_panneau.html", {"regle": regle, "lignes": []}) if regle else None
