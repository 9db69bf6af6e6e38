"""API of the room: actions on an act, marks on a point or an act (contract §6, §8)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from college import horloge
from college.actes.modele import Acte
from college.api import cadre
from college.droits import Acteur
from college.erreurs import Invalide
from college.points.modele import Point
from college.publication import services
from college.publication.biffures import services as biffures
from college.publication.modele import Biffure, Publication


class ActionActe(cadre.Corps):
    action: Literal["publier", "retirer", "programmer", "valider_biffures"]
    masquer_en_attente: bool = False
    entree_en_vigueur: date | None = Field(default=None, description="Jour que le règlement se donne (L1133-2).")
    le: datetime | None = Field(default=None, description="Instant de la publication programmée.")
    commentaire: str = Field(default="", max_length=2000, description="Motif du retrait, affiché au public.")
    motif: str = Field(default="", max_length=2000, description="Autre nom de `commentaire`.")
    ecarter: list[int | str] = Field(
        default_factory=list, description="Marques à ne pas masquer : leur numéro, ou les mots marqués."
    )


class NouvelleBiffure(cadre.Corps):
    debut: int = Field(ge=0)
    fin: int = Field(ge=1)
    champ: str = Field(max_length=40)
    motif: Annotated[str, Field(min_length=1, max_length=80)]


@cadre.post("/actes/<ref:acte>/actions", droit="publication.decider", etiquette="Publication")
def agir_sur_acte(acteur: Acteur, acte: Acte, corps: ActionActe) -> dict[str, Any]:
    """Publier, retirer, programmer un acte, ou trancher ses marques."""
    if corps.action == "valider_biffures":
        return {"biffures": [forme_biffure(b) for b in biffures.valider(acteur, acte, corps.ecarter)]}
    return forme_page(_agir(acteur, acte, corps), acte)


def _agir(acteur: Acteur, acte: Acte, corps: ActionActe) -> Publication:
    if corps.action == "publier":
        return services.publier(acteur, acte, corps.masquer_en_attente, corps.entree_en_vigueur)
    if corps.action == "retirer":
        return services.retirer(acteur, acte, corps.commentaire or corps.motif)
    if corps.le is None:
        raise Invalide("Donnez l’instant de la publication, par exemple 2026-12-01T08:00:00+01:00.", "le")
    le = corps.le if corps.le.tzinfo else corps.le.replace(tzinfo=horloge.BRUXELLES)
    return services.programmer(acteur, acte, le, corps.masquer_en_attente)


@cadre.get("/actes/<ref:acte>/biffures", droit="biffure.marquer", etiquette="Publication")
def biffures_acte(acteur: Acteur, acte: Acte) -> dict[str, Any]:
    """Les marques d’un acte, celles de son point comprises."""
    return cadre.paginer_liste(biffures.lire(acteur, acte), cadre.Filtre(limite=200), forme_biffure)


@cadre.post("/actes/<ref:acte>/biffures", droit="biffure.marquer", statut=201, etiquette="Publication")
def marquer_acte(acteur: Acteur, acte: Acte, corps: NouvelleBiffure) -> dict[str, Any]:
    """Marquer un passage d’un acte : il sera masqué partout où ses mots se trouvent."""
    return forme_biffure(biffures.marquer(acteur, acte, corps.champ, corps.debut, corps.fin, corps.motif))


@cadre.get("/points/<ref:point>/biffures", droit="biffure.marquer", etiquette="Publication")
def biffures_point(acteur: Acteur, point: Point) -> dict[str, Any]:
    """Les marques d’un point."""
    return cadre.paginer_liste(biffures.lire(acteur, point), cadre.Filtre(limite=200), forme_biffure)


@cadre.post("/points/<ref:point>/biffures", droit="biffure.marquer", statut=201, etiquette="Publication")
def marquer_point(acteur: Acteur, point: Point, corps: NouvelleBiffure) -> dict[str, Any]:
    """Marquer un passage d’un point : l’acte en hérite."""
    return forme_biffure(biffures.marquer(acteur, point, corps.champ, corps.debut, corps.fin, corps.motif))


def forme_biffure(biffure: Biffure) -> dict[str, Any]:
    return {
        "id": biffure.id,
        "champ": biffure.champ,
        "debut": biffure.debut,
        "fin": biffure.fin,
        "extrait": biffure.extrait,
        "motif": biffure.motif,
        "origine": biffure.origine,
        "etat": biffure.etat,
        "objet": "acte" if biffure.acte_id else "point",
    }


def forme_page(page: Publication, acte: Acte) -> dict[str, Any]:
    return {
        "id": acte.id,
        "reference": acte.reference,
        "etat": acte.etat,
        "publication": {
            "id": page.id,
            "etat": page.etat,
            "url": page.chemin,
            "masques": page.masques,
            "publiee_le": page.publiee_le,
            "programmee_pour": page.programmee_pour,
            "retiree_le": page.retiree_le,
            "obligatoire_le": page.obligatoire_le,
        },
    }
