"""The table of a point on screen: import, read, except lines, write the sentence."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, url_for

from college.droits import Acteur
from college.erreurs import Erreur, Interdit, Introuvable, Invalide, Refus, TropGros, TypeRefuse
from college.points import chaine, requetes
from college.points.etats import etat_de
from college.points.modele import Point
from college.points.tableaux import regles, services
from college.points.tableaux import requetes as tableaux
from college.points.vues import bp
from college.transaction import unite
from college.web import acteur, vers, vue


@vue(bp, "/app/points/<int:point_id>/tableau", droit="point.lire")
def tableau(point_id: int) -> str:
    """The lines, those that are not approved, the total."""
    return _page(acteur(), requetes.point(acteur(), point_id))


@vue(bp, "/app/points/<int:point_id>/tableau", droit="connecte", ecrit=True)
def ranger_tableau(point_id: int) -> Any:
    """One gesture; a refusal shows the page again."""
    qui, point = acteur(), requetes.point(acteur(), point_id)
    try:
        with unite().begin_nested():
            fait = _geste(qui, point)
    except (Refus, Interdit, Invalide, Introuvable, TypeRefuse, TropGros) as refus:
        return _page(qui, point, refus), refus.statut
    flash(fait)
    return vers(url_for("points.tableau", point_id=point.id))


def _geste(qui: Acteur, point: Point) -> str:
    if "exceptions" in request.form:
        services.excepter(qui, point, request.form["exceptions"])
        if "ecrire" in request.form:
            return services.ecrire(qui, point)
        return services.dite(tableaux.exige_tableau(qui, point))
    fichier = request.files.get("fichier")
    if fichier is None or not fichier.filename:
        raise Invalide("Choisissez le fichier CSV ou XLSX.", "fichier")
    lu = services.importer(qui, point, fichier.filename, fichier.read())
    return f"Le tableau est importé et annexé\u00a0: {services.dite(lu)}"


def _page(qui: Acteur, point: Point, refus: Erreur | None = None) -> str:
    garde = tableaux.de(qui, point)
    lu = services.en_lu(garde) if garde else None
    return render_template(
        "points/tableau.html", point=point, tableau=garde, lu=lu, refus=refus, saisie=request.form,
        modifiable=chaine.volets_ouverts(etat_de(point), qui) >= {"annexes", "dispositif"},
        phrase=services.dite(garde) if garde else "",
        total=regles.total(lu, garde.exceptions) if lu and garde else None,
    )  # fmt: skip
