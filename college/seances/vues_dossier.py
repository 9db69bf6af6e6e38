"""The member's dossier on screen: the list with what is new, each point with its pieces and his notes."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, render_template, request, url_for
from markupsafe import Markup

from college.api import cadre
from college.droits import Acteur, verifier
from college.erreurs import Introuvable, Invalide, Refus
from college.seances import affichage, dossier_complet, dossier_membre, notes, representations, requetes
from college.seances import corps as c
from college.seances.essai import essayer_et_dire
from college.seances.modele import Inscription, Seance
from college.seances.vues import bp
from college.web import acteur, telecharger, vers, vue


@vue(bp, "/app/seances/<int:seance_id>/dossier", droit="annotation.tenir")
def dossier(seance_id: int) -> str:
    """All the points, with what is new since the last reading."""
    seance = _seance(seance_id)
    lignes = dossier_membre.lire(acteur(), seance)
    return render_template(
        "seances/dossier.html",
        seance=seance,
        titre_court=affichage.titre_court(seance),
        lignes=lignes,
        lisibles=sum(1 for ligne in lignes if ligne.lisible),
        fichiers=dossier_complet.de(acteur(), seance),
        nouveaux=sum(1 for ligne in lignes if ligne.etat in (dossier_membre.NOUVEAU, dossier_membre.MODIFIE)),
    )


def _seance(seance_id: int) -> Seance:
    seance = requetes.seance(acteur(), seance_id)
    verifier("annotation.tenir", acteur(), seance)
    return seance


@vue(bp, "/app/seances/<int:seance_id>/dossier/fichier", droit="annotation.tenir", ecrit=True)
def demander_fichier(seance_id: int) -> Any:
    """One file of all the points, or of those chosen."""
    seance = _seance(seance_id)
    choisis = request.form.getlist("point", type=int)
    genre, annexes = request.form.get("genre", "pdf"), request.form.get("annexes", "imprimer")
    if essayer_et_dire(lambda: dossier_complet.demander(acteur(), seance, genre, annexes, choisis)):
        flash("Le dossier se prépare : il apparaît ici dès qu’il est prêt.", "info")
    return vers(url_for("seances.dossier", seance_id=seance_id))


@vue(bp, "/app/dossiers/<int:numero>", droit="annotation.tenir")
def fichier(numero: int) -> Any:
    """One's own file."""
    dossier = dossier_complet.un(acteur(), numero)
    contenu = dossier_complet.octets(acteur(), dossier)
    jour = requetes.seance(acteur(), dossier.seance_id).debut.strftime("%Y-%m-%d")
    mime = "application/pdf" if dossier.genre == "pdf" else "application/zip"
    return telecharger(contenu, f"dossier-{jour}.{dossier.genre}", mime)


@vue(bp, "/app/seances/<int:seance_id>/dossier/lu", droit="annotation.tenir", ecrit=True)
def lu(seance_id: int) -> Any:
    """One point, or all, read by this member."""
    seance = _seance(seance_id)
    point = request.form.get("point", type=int)
    nombre = dossier_membre.marquer_lus(acteur(), seance, [point] if point else None)
    suivant = request.form.get("suivant", type=int)
    if suivant:
        return vers(url_for("seances.dossier_point", seance_id=seance_id, inscription_id=suivant))
    flash("Tout le dossier est marqué lu." if nombre > 1 else "Le point est marqué lu.")
    return vers(url_for("seances.dossier", seance_id=seance_id))


@vue(bp, "/app/seances/<int:seance_id>/dossier/<int:inscription_id>", droit="annotation.tenir")
def dossier_point(seance_id: int, inscription_id: int) -> Any:
    """One point to read and annotate."""
    return _page_point(seance_id, inscription_id)


def _page_point(seance_id: int, inscription_id: int, faute: str = "", texte: str = "") -> Any:
    seance = _seance(seance_id)
    lignes = [ligne for ligne in dossier_membre.lire(acteur(), seance) if ligne.lisible]
    rang = next((n for n, ligne in enumerate(lignes) if ligne.inscription.id == inscription_id), None)
    if rang is None:
        raise Introuvable("Ce point n’est pas à l’ordre du jour, ou vous n’y avez pas accès.")
    ligne = lignes[rang]
    textes = representations.textes(acteur(), ligne.inscription)
    page = render_template(
        "seances/dossier_point.html",
        seance=seance,
        titre_court=affichage.titre_court(seance),
        ligne=ligne,
        avant=lignes[rang - 1] if rang else None,
        apres=lignes[rang + 1] if rang + 1 < len(lignes) else None,
        notes=notes.de(acteur(), ligne.inscription),
        note=Markup(representations.note(acteur(), ligne.inscription)),  # noqa: S704 - sanitised when written
        motivation=Markup(textes["motivation"]),  # noqa: S704 - sanitised when written
        dispositif=Markup(textes["dispositif"]),  # noqa: S704
        faute=faute,
        texte=texte,
    )
    return make_response(page, 422 if faute else 200)


@vue(bp, "/app/seances/<int:seance_id>/dossier/<int:inscription_id>/notes", droit="annotation.tenir", ecrit=True)
def annoter(seance_id: int, inscription_id: int) -> Any:
    """A new note, or one of one's own erased; what was typed stays when it is refused."""
    ligne = requetes.inscription(acteur(), inscription_id)
    texte = request.form.get("texte", "")
    try:
        if effacee := request.form.get("effacer", type=int):
            notes.effacer(acteur(), ligne, effacee)
        else:
            notes.noter(acteur(), ligne, texte, "partagee" in request.form)
    except (Invalide, Refus) as refus:
        return _page_point(seance_id, inscription_id, refus.phrase, texte)
    return vers(url_for("seances.dossier_point", seance_id=seance_id, inscription_id=inscription_id) + "#notes")


@cadre.get(
    "/inscriptions/<ref:inscription>/annotations",
    droit="annotation.tenir",
    etiquette="Séances",
    resume="Lire ses annotations et celles de son groupe",
)
def api_annotations(acteur: Acteur, inscription: Inscription) -> dict[str, Any]:
    lues = [_note(note) for note in notes.de(acteur, inscription)]
    return {"elements": lues, "suivant": None, "total": len(lues)}


@cadre.post(
    "/inscriptions/<ref:inscription>/annotations",
    droit="annotation.tenir",
    statut=201,
    etiquette="Séances",
    resume="Annoter un point",
)
def api_annoter(acteur: Acteur, inscription: Inscription, corps: c.AnnotationCorps) -> dict[str, Any]:
    posee = notes.noter(acteur, inscription, corps.texte, corps.partagee)
    return _note(next(note for note in notes.de(acteur, inscription) if note.id == posee.id))


def _note(note: notes.Note) -> dict[str, Any]:
    return {
        "id": note.id,
        "texte": note.texte,
        "auteur": note.auteur,
        "le": note.le,
        "groupe": note.groupe,
        "mienne": note.mienne,
    }
