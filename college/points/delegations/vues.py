"""Screens of the register of delegations."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from flask import flash, render_template, request, url_for

from college import horloge
from college.droits import Acteur, peut
from college.erreurs import Erreur, Interdit, Invalide, Refus
from college.organisation import requetes as organisation
from college.organisation.modele import Organe
from college.points import formulaires, requetes
from college.points.annuaire import annuaire
from college.points.delegations import services
from college.points.vues import bp
from college.transaction import unite
from college.web import acteur, vers, vue


@vue(bp, "/app/delegations", droit="connecte")
def delegations() -> str:
    """Who may decide what."""
    return _page(acteur())


@vue(bp, "/app/delegations", droit="delegation.tenir", ecrit=True)
def inscrire_delegation() -> Any:
    """One more line."""
    qui = acteur()
    try:
        with unite().begin_nested():
            ligne = services.inscrire(qui, _saisie(qui))
    except (Invalide, Interdit, Refus) as refus:
        return _page(qui, refus), refus.statut
    flash(f"La délégation « {ligne.matiere} » est inscrite.")
    return vers(url_for("points.delegations"))


@vue(bp, "/app/points/<int:point_id>/delegation", droit="connecte", ecrit=True)
def viser_delegation(point_id: int) -> Any:
    """Put its visa in the text."""
    point = requetes.point(acteur(), point_id)
    try:
        with unite().begin_nested():
            flash(f"Visa écrit\u00a0: {services.inserer_visa(acteur(), point)}")
    except (Refus, Interdit) as refus:
        flash(refus.phrase, "refus")
    return vers(url_for("points.voir", point_id=point.id))


def _page(qui: Acteur, refus: Erreur | None = None) -> str:
    fautes = {faute.champ: faute.message for faute in refus.fautes} if isinstance(refus, Invalide) else {}
    choix = annuaire(qui.institution_id).choix
    return render_template(
        "points/delegations.html", lignes=services.lignes(qui.institution_id), aujourdhui=horloge.aujourdhui(),
        tient=peut("delegation.tenir", qui), refus=refus, fautes=fautes, saisie=request.form,
        organes=[(o.code, o.nom) for o in choix["o"]], categories=[(x.code, x.nom) for x in choix["c"]],
    )  # fmt: skip


def _saisie(qui: Acteur) -> services.SaisieDelegation:
    champs, fautes = request.form, []

    def jour(nom: str, requis: bool = True) -> date | None:
        try:
            return date.fromisoformat(champs.get(nom, "")) if champs.get(nom) or requis else None
        except ValueError:
            fautes.append(nom)
            return None

    acte_du, du, au = jour("acte_du"), jour("du"), jour("au", requis=False)
    if fautes or acte_du is None or du is None:
        raise Invalide("Choisissez un jour.", fautes[0])
    brut = formulaires.montant(champs.get("plafond", ""))
    if brut and not brut.replace(".", "", 1).isdecimal():
        raise Invalide("Écrivez le plafond en chiffres.", "plafond")
    return services.SaisieDelegation(
        organisation.nomme(Organe, qui.institution_id, champs.get("de", ""), "de"),
        organisation.nomme(Organe, qui.institution_id, champs.get("vers", ""), "vers"),
        champs.get("matiere", ""), acte_du, du, au, tuple(champs.getlist("categorie")),
        champs.get("base", "").strip(), champs.get("acte", "").strip(), Decimal(brut) if brut else None,
    )  # fmt: skip
