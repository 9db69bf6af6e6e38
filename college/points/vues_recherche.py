"""Going and finding: the palette, saved filters, what was decided before beside the editor."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import flash, render_template, request, url_for

from college.erreurs import Invalide
from college.organisation import services as organisation
from college.organisation.cadre import Cadre
from college.organisation.modele import Agent
from college.points import aller as lieux
from college.points import precedents as anciens
from college.points import requetes, services
from college.points.aller import Lien
from college.points.etats import texte
from college.points.listes import FILTRES
from college.points.saisie import Modification
from college.points.vues import bp
from college.transaction import unite
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
    if qui.est_secretaire():
        ecrans.append(Lien("Écran", "Bibliothèque de clauses", url_for("points.clauses"), "liste"))
    trouves = [*lieux.points(qui, question), *lieux.ailleurs(qui, question), *lieux.ecrans(ecrans, question)]
    return render_template("points/_aller.html", liens=trouves, q=question)


@vue(bp, "/app/points/filtres", droit="connecte", ecrit=True)
def garder_filtre() -> Any:
    """Keep the filters of the list under a name, or forget one."""
    moi = unite().get_one(Agent, acteur().agent_id)
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


@vue(bp, "/app/points/<int:point_id>/precedents", droit="point.lire")
def precedents(point_id: int) -> str:
    """What was decided before on the like: a page of its own, and the fragment beside the editor."""
    point = requetes.point(acteur(), point_id)
    gabarit = "points/_precedents.html" if veut_fragment() else "points/precedents.html"
    return render_template(gabarit, point=point, precedents=anciens.precedents(acteur(), point))


@vue(bp, "/app/points/<int:point_id>/reprendre/<int:source_id>", droit="point.lire", methods=["GET", "POST"])
def reprendre(point_id: int, source_id: int) -> Any:
    """A former text, stripped: shown first, then put in the point, whose own stays in its history."""
    qui = acteur()
    point, source = requetes.point(qui, point_id), requetes.point(qui, source_id)
    textes = anciens.texte_a_reprendre(qui, source)
    if request.method == "POST":
        services.modifier(qui, point, Modification(**textes), request.form.get("version", type=int))
        flash(f"Le texte de {source.reference} est repris : complétez ce qui est entre crochets.")
        return vers(url_for("points.modifier", point_id=point.id))
    return render_template("points/reprendre.html", point=point, source=source, textes=textes, actuel=texte(point))
