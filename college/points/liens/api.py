"""API of the links of a point, with the visa that each one offers."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from college.api import cadre
from college.droits import Acteur
from college.points import masques, requetes
from college.points.liens import services
from college.points.liens.regles import libelle
from college.points.modele import Point

Genre = Literal[
    "fait_suite_a", "execute", "modifie", "abroge", "retire", "rectifie", "ratifie", "approuve", "communique"
]


class LienCorps(cadre.Corps):
    """The older point, by its number or its reference, and what the newer one does to it."""

    point: int | str
    type: Genre
    inserer_visa: bool = Field(default=False, description="Écrire aussi le visa proposé dans la motivation.")


@cadre.get("/points/<ref:point>/liens", droit="point.lire", etiquette="Points", resume="Les liens d’un point")
def lister_liens(acteur: Acteur, point: Point) -> dict[str, Any]:
    """From both sides, with the visa that a link of this point offers."""
    liens = requetes.liens(point, acteur)
    titres = masques.titres(acteur, [autre for _, _, autre in liens])
    phrases = services.visas(point, [(genre, autre) for genre, _, autre in liens], titres)
    lus = [_lien(*lien, titres[lien[2].id], phrase) for lien, phrase in zip(liens, phrases, strict=True)]
    return cadre.paginer_liste(lus, cadre.Filtre(limite=200), dict)


@cadre.post("/points/<ref:point>/liens", droit="connecte", statut=201, etiquette="Points", resume="Lier deux points")
def lier(acteur: Acteur, point: Point, corps: LienCorps) -> dict[str, Any]:
    """`point` modifies, repeals, corrects… the other one."""
    autre = requetes.point(acteur, corps.point)
    services.lier(acteur, point, autre, corps.type)
    if corps.inserer_visa:
        services.inserer_visa(acteur, point, autre, corps.type)
    titres = masques.titres(acteur, [autre])
    return _lien(corps.type, "de", autre, titres[autre.id], services.visas(point, [(corps.type, autre)], titres)[0])


@cadre.delete(
    "/points/<ref:point>/liens/<genre>/<int:autre>", droit="connecte", etiquette="Points", resume="Retirer un lien"
)
def delier(acteur: Acteur, point: Point, genre: str, autre: int) -> None:
    """Only a link that a person made."""
    services.delier(acteur, point, requetes.point(acteur, autre), genre)


def _lien(genre: str, sens: str, autre: Point, titre: str, phrase: str) -> dict[str, Any]:
    vu = {"id": autre.id, "reference": autre.reference, "titre": titre}
    offert = phrase if sens == "de" else ""
    return {"type": genre, "sens": sens, "libelle": libelle(genre, sens), "point": vu, "visa": offert or None}
