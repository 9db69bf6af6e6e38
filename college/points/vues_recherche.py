"""Going and finding: the palette, saved filters, what was decided before beside the editor."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import flash, render_template, request, url_for

from college.erreurs import Invalide
from college.organisation import services as organisation
from college.organisation.cadre import Cadre
from college.organisation.requetes import agent
from college.points import aller as lieux
from college.points.aller import Lien
from college.points.listes import FILTRES
from college.points.vues import bp
from college.web import acteur, vers, veut_fragment, vue


@vue(bp, "/app/aller", droit="connecte")
def aller() -> Any:
    """Links for what is typed; opened as a page, the exact point or the search."""
    qui, question = acteur(), request.args.get("q", "")[:200]
    if not veut_fragment():
        trouve = lieux.exact(qui, question)
        return vers(url_for("points.voir", point_id=trouve) if trouve else url_for("points.recherche", q=question))
    cadre = Cadre()
    ecrans = [Lien("Écran", r["libelle"], r["url"], r["icone"]) for r in cadre.rail]
    ecrans += [
        Lien("Écran", "Notifications", cadre.notifications, "cloche"),
        Lien("Écran", "Mon compte", cadre.compte, "personne"),
        Lien("Écran", "Nouveau point", url_for("points.nouveau"), "ajouter"),
    ]
    trouves = [*lieux.points(qui, question), *lieux.ailleurs(qui, question), *lieux.ecrans(ecrans, question)]
    return render_template("points/_aller.html", liens=trouves, q=question)


@vue(bp, "/app/points/filtres", droit="connecte", ecrit=True)
def garder_filtre() -> Any:
    """Keep the filters of the list under a name, or forget one."""
    moi = agent(acteur().agent_id)
    adresse = urlencode([(nom, valeur) for nom, valeur in request.form.items(multi=True) if nom in FILTRES and valeur])
    try:
        if oublie := request.form.get("oublier"):
            organisation.oublier_filtre(acteur(), moi, oublie)
            flash(f"Le filtre « {oublie} » est oublié.")
        else:
            organisation.garder_filtre(acteur(), moi, request.form.get("nom", ""), adresse)
            flash("Le filtre est gardé : il est en tête de la liste.")
    except Invalide as refus:
        flash(refus.phrase, "refus")
    return vers(f"{url_for('points.liste')}?{adresse}")
