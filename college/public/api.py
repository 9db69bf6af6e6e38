"""Open data without a token: `/api/v1/public/*` (contract §6)."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from flask import current_app, request
from pydantic import Field

from college.api import cadre
from college.erreurs import Introuvable
from college.public import debit, donnees, formes, requetes
from college.public.parametres import lire
from college.public.recherche import Trouve, chercher
from college.publication.modele import Publication
from college.transaction import unite


class Recherche(cadre.Corps):
    q: str = Field(default="", max_length=1000, description="Mots, « phrases exactes », -exclusion, début*.")
    organe: list[str] = Field(default_factory=list)
    annee: list[str] = Field(default_factory=list)
    matiere: list[str] = Field(default_factory=list)
    type: list[str] = Field(default_factory=list)
    issue: list[str] = Field(default_factory=list)
    vote: list[str] = Field(default_factory=list)
    institution: str | None = Field(default=None, max_length=60)
    du: date | None = None
    au: date | None = None
    tri: Literal["pertinence", "date"] = "pertinence"
    page: int = Field(default=1, ge=1, le=100_000)
    limite: int = Field(default=20, ge=1, le=200)


@cadre.get("/public/decisions", reponse=formes.DecisionsVues, droit=cadre.PUBLIC, aussi=(429,), etiquette="Public")
def decisions(requete: Recherche) -> dict[str, Any]:
    """Chercher dans les décisions publiées, avec facettes."""
    debit.prelever(request.remote_addr or "")
    parametres = lire(request.args.to_dict(flat=False))
    resultat, trouves = chercher(parametres, requete.limite)
    return {
        "total": resultat.total,
        "page": parametres.page,
        "elements": [_element(t) for t in trouves],
        "facettes": {
            champ: [{"valeur": v.valeur, "libelle": v.libelle, "nombre": v.nombre} for v in valeurs]
            for champ, valeurs in resultat.facettes.items()
        },
        "niveau": resultat.niveau,
        "resultats_pour": resultat.resultats_pour,
        "message": resultat.message,
    }


def _element(trouve: Trouve) -> dict[str, Any]:
    page, element, base = trouve.page, trouve.element, _base()
    annexe = element.page
    return {
        "id": page.id,
        "titre": page.titre,
        "titre_html": element.titre_html,
        "institution": page.organe.institution.code,
        "organe": {"code": page.organe.code, "libelle": page.organe.nom},
        "date": page.date_seance.isoformat(),
        "numero": page.numero,
        "reference": page.reference,
        "objet": page.objet,
        "issue": page.issue,
        "matiere": page.matiere,
        "extrait_html": element.extrait_html,
        "annexe": {"nom": annexe.annexe, "url": base + annexe.url} if annexe else None,
        "url": page.chemin,
        "pdf": donnees.pdf(page, base),
    }


@cadre.get("/public/decisions/<int:decision_id>", droit=cadre.PUBLIC, etiquette="Public")
def decision(decision_id: int) -> dict[str, Any]:
    """Une page publiée, avec son texte public."""
    page = unite().get(Publication, decision_id)
    if page is None or page.etat != "publiee":
        raise Introuvable()
    return donnees.decision(page, _base())


@cadre.get("/public/seances", droit=cadre.PUBLIC, etiquette="Public")
def seances(requete: cadre.Filtre) -> dict[str, Any]:
    """Les séances annoncées, puis celles dont des décisions sont en ligne."""
    base = _base()
    a_venir = [
        {
            "organe": {"code": a.code, "libelle": a.organe},
            "institution": a.institution,
            "debut": a.debut,
            "date": a.debut.date().isoformat(),
            "lieu": a.lieu,
            "publique": a.publique,
            "a_venir": True,
            "url": base + a.chemin if a.chemin else None,
        }
        for a in requetes.seances_annoncees(50)
    ]
    passees = [
        {
            "organe": {"libelle": s.organe},
            "date": s.jour.isoformat(),
            "points": s.nombre,
            "a_venir": False,
            "url": base + s.chemin,
        }
        for s in requetes.seances_publiees(1_000)
    ]
    return cadre.paginer_liste(a_venir + passees, requete)


def _base() -> str:
    adresse: str = current_app.extensions["college"].adresse
    return adresse
