"""Screens of the library of clauses."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for

from college.erreurs import Invalide
from college.points.annuaire import annuaire
from college.points.clauses import requetes, services
from college.points.vues import bp
from college.web import acteur, vers, vue

ICI = "/app/points/clauses"


@vue(bp, ICI, droit="clause.gerer", methods=["GET", "POST"])
def clauses() -> Any:
    """The library: one form that writes, one line a clause."""
    if request.method == "GET":
        return _page()
    qui, champs = acteur(), request.form
    numero = champs.get("clause", type=int)
    try:
        clause = services.ecrire(
            qui, services.trouver(qui, numero) if numero else None, champs.get("nom", ""), champs.get("texte", ""),
            champs.get("service", type=int),
        )  # fmt: skip
    except Invalide as refus:
        return _page(refus), refus.statut
    flash(f"La clause « {clause.nom} » est dans la bibliothèque.")
    return vers(url_for("points.clauses"))


def _page(refus: Invalide | None = None) -> str:
    qui = acteur()
    toutes = requetes.toutes(qui)
    choisie = next((c for c in toutes if c.id == request.values.get("clause", type=int)), None)
    services_offerts = [(s.id, s.nom) for s in annuaire(qui.institution_id).choix["s"]]
    saisie = request.form if refus else {
        "nom": choisie.nom, "texte": choisie.texte, "service": choisie.service_id
    } if choisie else {}  # fmt: skip
    fautes = {faute.champ: faute.message for faute in refus.fautes} if refus else {}
    return render_template(
        "points/clauses.html", toutes=toutes, choisie=choisie, saisie=saisie, fautes=fautes, services=services_offerts
    )


@vue(bp, f"{ICI}/<int:numero>/retirer", droit="clause.gerer", ecrit=True)
def retirer_clause(numero: int) -> Any:
    """Offer it no longer."""
    clause = services.trouver(acteur(), numero)
    services.retirer(acteur(), clause)
    flash(f"La clause « {clause.nom} » n’est plus proposée.")
    return vers(url_for("points.clauses"))


@vue(bp, f"{ICI}/offertes", droit="connecte")
def clauses_offertes() -> Any:
    """What the editor adds to its own clauses, asked when somebody opens them."""
    return [[clause.nom, clause.texte] for clause in requetes.offertes(acteur(), request.args.get("service", ""))]
