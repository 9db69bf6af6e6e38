"""The administration's home, the institution itself, and its lists (services, groups, categories)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, render_template, request
from sqlalchemy import func, select

from college.administration import requetes, services
from college.erreurs import Introuvable, Invalide
from college.journal import EntreeJournal
from college.organisation.modele import Agent, Categorie, Groupe, Institution, Mandataire, Organe, Service
from college.points.modele import Chaine
from college.transaction import unite
from college.web import acteur, vers, vue

bp = Blueprint("administration", __name__, template_folder="templates")
ICI = "/app/administration"
LISTES: dict[str, tuple[Any, str, str]] = {
    "services": (Service, "Services", "Un service propose des points. Leur ordre est celui des ordres du jour."),
    "groupes": (Groupe, "Groupes", "Un groupe tient une étape, ou rend des avis, quel que soit le service."),
    "categories": (Categorie, "Catégories", "Ce dont parle un point\u00a0; la matière est le mot que lit le public."),
}
CHAMPS_INSTITUTION = (
    "nom", "adresse", "code_postal", "localite", "courriel", "telephone", "site", "couleur", "heures_explications",
)  # fmt: skip


@vue(bp, f"{ICI}/", droit="administration")
def accueil() -> str:
    """What there is to administer, with how much of it."""
    tables: dict[str, Any] = {"agents": Agent, "mandataires": Mandataire, "organes": Organe, "chaines": Chaine}
    tables |= {nom: table for nom, (table, *_) in LISTES.items()}
    ici = acteur().institution_id
    comptes = [
        select(func.count()).select_from(table).where(table.institution_id == ici).scalar_subquery().label(nom)
        for nom, table in (tables | {"journal": EntreeJournal}).items()
    ]
    nombres = unite().execute(select(*comptes)).one()
    return render_template("administration/accueil.html", nombres=nombres)


@vue(bp, f"{ICI}/institution", droit="administration", methods=["GET", "POST"])
def institution() -> Any:
    """Name, address, colour."""
    soi = unite().get_one(Institution, acteur().institution_id)
    saisie: dict[str, Any] = {"nom": soi.nom} | {cle: soi.reglages.get(cle, "") for cle in CHAMPS_INSTITUTION[1:]}
    saisie["ponts"] = soi.reglages.get("ponts", [])
    fautes: dict[str, str] = {}
    if request.method == "POST":
        saisie = {cle: request.form.get(cle, "").strip() for cle in CHAMPS_INSTITUTION}
        saisie["ponts"] = [_iso(mot) for mot in request.form.get("ponts", "").replace(",", " ").split()]
        try:
            services.modifier_institution(acteur(), soi, saisie)
        except Invalide as erreur:
            fautes = {faute.champ: faute.message for faute in erreur.fautes}
        else:
            flash("L’institution est à jour.")
            return vers(f"{ICI}/institution")
    page = render_template("administration/institution.html", soi=soi, saisie=saisie, fautes=fautes)
    return page, 422 if fautes else 200


def _iso(jour: str) -> str:
    """A day as people write it, « 24/12/2026 »; what is no such day stays as it is, for the rule to refuse."""
    try:
        return datetime.strptime(jour, "%d/%m/%Y").date().isoformat()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return jour


@vue(bp, f"{ICI}/<any(services,groupes,categories):nom>", droit="administration", methods=["GET", "POST"])
def liste(nom: str) -> Any:
    """A list of the institution, and the form that adds to it."""
    table, titre, explication = LISTES[nom]
    fautes, saisie = {}, {}
    if request.method == "POST":
        saisie = {cle: request.form.get(cle, "").strip() for cle in ("code", "nom", "matiere")}
        autres = {"matiere": saisie["matiere"]} if table is Categorie else {}
        try:
            services.ajouter(acteur(), table, saisie["code"], saisie["nom"], **autres)
        except Invalide as erreur:
            fautes = {("nom" if f.champ == "libelle" else f.champ): f.message for f in erreur.fautes}
        else:
            flash(f"« {saisie['nom']} » est ajouté.")
            return vers(f"{ICI}/{nom}")
    lignes = unite().scalars(
        select(table).where(table.institution_id == acteur().institution_id).order_by(table.rang, table.id)
    )
    donnees = {"nom": nom, "titre": titre, "explication": explication, "champ_nom": services.NOMS[table]}
    page = render_template("administration/liste.html", lignes=lignes.all(), fautes=fautes, saisie=saisie, **donnees)
    return page, 422 if fautes else 200


@vue(bp, f"{ICI}/<any(services,groupes,categories):nom>/<int:numero>", droit="administration", ecrit=True)
def ligne(nom: str, numero: int) -> Any:
    """Rename, move, deactivate or bring back."""
    soi = requetes.trouver(acteur(), LISTES[nom][0], numero)
    match request.form.get("geste"):
        case "monter":
            services.deplacer_ligne(acteur(), soi, -1)
        case "descendre":
            services.deplacer_ligne(acteur(), soi, 1)
        case "renommer" | "activer" | "desactiver" as geste:
            actif = soi.actif if geste == "renommer" else geste == "activer"
            autres = {"matiere": request.form["matiere"].strip()} if "matiere" in request.form else {}
            actuel = getattr(soi, services.NOMS[type(soi)])
            try:
                services.modifier_ligne(acteur(), soi, request.form.get("nom", actuel), actif, **autres)
            except Invalide as erreur:
                flash(erreur.phrase, "refus")
        case _:
            raise Introuvable()
    return vers(f"{ICI}/{nom}")
