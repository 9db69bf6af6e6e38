"""The page that ties a point to others: links and their visas, the file it belongs to, where it goes once accepted."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for

from college.api.validation import valider
from college.droits import Acteur
from college.erreurs import Erreur, Interdit, Introuvable, Invalide, Refus
from college.points import chaine, masques, requetes
from college.points.annexes import requetes as annexes
from college.points.envois import services as envois
from college.points.envois.organes import ailleurs, offerts
from college.points.etats import etat_de
from college.points.liens import services
from college.points.liens.regles import GENRES, libelle
from college.points.liens.requetes import du_dossier
from college.points.modele import Point
from college.points.saisie import SuiteCorps
from college.points.texte_simple import en_html
from college.points.valeurs import Action
from college.points.vues import bp
from college.references import numero
from college.transaction import unite
from college.web import acteur, vers, vue


@vue(bp, "/app/points/<int:point_id>/liens", droit="point.lire")
def liens(point_id: int) -> str:
    """Both sides of each link, the other points of the file, what was chosen for another organe."""
    return _page(acteur(), requetes.point(acteur(), point_id))


@vue(bp, "/app/points/<int:point_id>/liens", droit="connecte", ecrit=True)
def relier(point_id: int) -> Any:
    """One change; a refusal shows the page again, with what was typed."""
    qui, point = acteur(), requetes.point(acteur(), point_id)
    try:
        with unite().begin_nested():
            fait = _GESTES.get(request.form.get("geste", ""), _inconnu)(qui, point)
    except (Refus, Interdit, Invalide, Introuvable) as refus:
        return _page(qui, point, refus), refus.statut
    flash(fait)
    return vers(url_for("points.liens", point_id=point.id))


def _page(qui: Acteur, point: Point, refus: Erreur | None = None) -> str:
    lus, memes = requetes.liens(point, qui), du_dossier(qui, point)
    titres = masques.titres(qui, [point, *memes, *(autre for _, _, autre in lus)])
    phrases = services.visas(point, [(genre, autre) for genre, _, autre in lus], titres)
    lignes = [
        {"genre": genre, "sens": sens, "libelle": libelle(genre, sens), "autre": autre, "fait": genre in GENRES,
         "visa": phrase if sens == "de" else ""}
        for (genre, sens, autre), phrase in zip(lus, phrases, strict=True)
    ]  # fmt: skip
    vu, secretaire = etat_de(point), qui.est_secretaire(point.organe_id)
    ouverts = chaine.volets_ouverts(vu, qui)
    return render_template(
        "points/liens.html", point=point, lignes=lignes, genres=[(code, g.de) for code, g in GENRES.items()],
        memes=memes, titres=titres, organes=offerts(point), ailleurs=ailleurs(point), refus=refus,
        suite=point.suite or {},
        saisie=request.form, modifiable="motivation" in ouverts, relie=secretaire or "classement" in ouverts,
        enverra=secretaire or "envoi" in ouverts, pieces=annexes.de(qui, point),
        transmettre=next(a for a in chaine.actions_possibles(vu, qui) if a.code == Action.TRANSMETTRE_ORGANE),
        concerne=secretaire or any(service == point.service_id for _, service in qui.roles),
    )  # fmt: skip


def _autre(qui: Acteur) -> Point:
    ref = request.form.get("autre", "").strip()
    if not ref:
        raise Invalide("Écrivez la référence de l’autre point, par exemple 2026-0012.", "autre")
    return requetes.point(qui, ref if (lu := numero(ref)) is None else lu)


def _lier(qui: Acteur, point: Point) -> str:
    autre = _autre(qui)
    services.lier(qui, point, autre, request.form.get("type", ""))
    if "visa" not in request.form:
        return f"Le point est lié à {autre.reference}."
    phrase = services.inserer_visa(qui, point, autre, request.form.get("type", ""))
    return f"Le point est lié à {autre.reference}. Visa écrit\u00a0: {phrase}"


def _delier(qui: Acteur, point: Point) -> str:
    autre = _autre(qui)
    services.delier(qui, point, autre, request.form.get("type", ""))
    return f"Le lien avec {autre.reference} est retiré."


def _visa(qui: Acteur, point: Point) -> str:
    phrase = services.inserer_visa(qui, point, _autre(qui), request.form.get("type", ""))
    return f"Visa écrit dans la motivation\u00a0: {phrase}"


def _classer(qui: Acteur, point: Point) -> str:
    services.classer(qui, point, request.form.get("dossier", ""))
    return f"Le point est classé dans « {point.dossier} »." if point.dossier else "Le point n’est plus dans un dossier."


def _suite(qui: Acteur, point: Point) -> str:
    if not request.form.get("organe"):
        envois.prevoir(qui, point, None)
        return "Rien ne partira à un autre organe."
    textes = {champ: en_html(request.form[champ]) for champ in ("motivation", "dispositif") if request.form.get(champ)}
    corps = {
        "organe": request.form["organe"],
        "titre": request.form.get("titre") or None,
        "urgence": "urgence" in request.form,
        "pieces": request.form.getlist("piece", type=int),
    }
    envois.prevoir(qui, point, valider(SuiteCorps, corps | textes).model_dump())
    return "Le point partira à cet organe dès qu’il sera accepté."


def _inconnu(_qui: Acteur, _point: Point) -> str:
    raise Invalide("Choisissez une action de la page.", "geste")


_GESTES = {"lier": _lier, "delier": _delier, "visa": _visa, "classer": _classer, "suite": _suite}
