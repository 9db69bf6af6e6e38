"""Screens of document templates: what is in force, deposit with a trial, preview, fields that may be printed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from college import francais, stockage, web
from college.actes import requetes, services, services_modeles
from college.actes.api import MIMES
from college.actes.modele import ModeleDocument
from college.droits import Acteur
from college.erreurs import Erreur, Invalide
from college.organisation import requetes as organisation
from college.organisation.modele import Organe
from college.seances import requetes as seances
from college.seances.modele import Seance
from college.templates_docs import catalogue, documents, rendu
from college.transaction import unite
from college.web import vers, vue

bp = Blueprint("modeles", __name__, template_folder="templates")


@vue(bp, "/app/modeles", droit="modele.gerer")
def liste() -> str:
    """The commune's templates, and the form to deposit one."""
    return _page(web.acteur())


def _page(acteur: Acteur, erreur: Erreur | None = None, choisis: dict[str, str] | None = None) -> str:
    modeles = requetes.modeles(acteur)
    organes = organisation.liste(Organe, acteur.institution_id)
    return render_template(
        "actes/modeles.html",
        modeles=modeles,
        noms={o.id: o.nom for o in organes},
        organes=[(o.code, o.nom) for o in organes],
        types=documents.LIBELLES,
        seances=[(str(s.id), f"{s.organe.nom}, {francais.date_longue(s.debut)}") for s in _recentes(acteur)],
        erreur=erreur,
        choisis=choisis or {},
    )


def _recentes(acteur: Acteur) -> Sequence[Seance]:
    return unite().scalars(seances.liste(acteur).order_by(Seance.debut.desc()).limit(12)).all()


def essayer() -> services_modeles.Gabarit | Erreur:
    """The trial, before any transaction; a refusal is shown on the page."""
    fichier = request.files.get("fichier")
    try:
        if fichier is None or not fichier.filename:
            raise Invalide("Choisissez le fichier du modèle.", "fichier")
        octets = fichier.read(services_modeles.TAILLE_MAX + 1)
        return services_modeles.essayer(request.form.get("type", ""), fichier.filename, octets)
    except Erreur as erreur:
        return erreur


@vue(bp, "/app/modeles/nouveau", droit="modele.gerer", ecrit=True, essai=essayer)
def deposer() -> Any:
    """Keep what was tried; else say what is wrong, and where."""
    acteur = web.acteur()
    if isinstance(g.essai, Erreur):
        return _page(acteur, g.essai, request.form.to_dict()), g.essai.statut
    code = request.form.get("organe", "")
    organe = organisation.nomme(Organe, acteur.institution_id, code, "organe") if code else None
    services_modeles.deposer(acteur, organe, g.essai)
    return vers("/app/modeles")


@vue(bp, "/app/modeles/<int:modele_id>/actions", droit="modele.gerer", ecrit=True)
def agir(modele_id: int) -> Any:
    """Put a template in force, or take it out."""
    modele = requetes.modele(web.acteur(), modele_id)
    actif = request.form.get("action") == "activer"
    (services_modeles.activer if actif else services_modeles.desactiver)(web.acteur(), modele)
    return vers("/app/modeles")


@vue(bp, "/app/modeles/<int:modele_id>/exemple", droit="modele.gerer")
def exemple(modele_id: int) -> Response:
    """The template filled with the invented séance."""
    modele = requetes.modele_tenu(web.acteur(), modele_id)
    octets = rendu.essayer_gabarit(modele.type, modele.format, stockage.lire(modele.sha256)).contenu
    genre = "docx" if modele.format == "docx" else "pdf"
    return web.telecharger(octets, f"exemple-{modele.type}.{genre}", MIMES[genre], en_ligne=genre == "pdf")


@vue(bp, "/app/modeles/<int:modele_id>/apercu", droit="modele.gerer", ecrit=True)
def apercu(modele_id: int) -> Any:
    """The template on a real séance that the person may read."""
    modele: ModeleDocument = requetes.modele_tenu(web.acteur(), modele_id)
    seance = seances.seance(web.acteur(), request.form.get("seance", "0"))
    genre = "docx" if modele.format == "docx" else "pdf"
    objet = requetes.sujet_d_essai(web.acteur(), modele, seance)
    services.demander_document(web.acteur(), objet, modele.type, genre, modele_id=modele.id)
    return vers("/app/documents")


@vue(bp, "/app/modeles/champs", droit="modele.gerer")
def champs() -> str:
    """The fields that a template may print, for one kind of document."""
    genre = request.args.get("type", "pv")
    genre = genre if genre in documents.TYPES else "pv"
    return render_template(
        "actes/champs.html",
        champs=catalogue.champs(genre),
        genre=genre,
        types=documents.LIBELLES,
        onglets=[
            {"libelle": nom, "url": f"/app/modeles/champs?type={code}", "ici": code == genre}
            for code, nom in documents.LIBELLES.items()
        ],
    )
