"""One screen: another day, another hour or another place for a séance in preparation."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, render_template, url_for

from college.erreurs import Refus
from college.horloge import locale
from college.seances import affichage, deplacement, requetes
from college.seances.formulaires import FormulaireDate
from college.seances.vues import bp
from college.web import acteur, vers, vue


@vue(bp, "/app/seances/<int:seance_id>/date", droit="seance.preparer", methods=["GET", "POST"])
def date(seance_id: int) -> Any:
    """The form holds today's date of the séance; a refusal keeps what was typed."""
    qui = acteur()
    seance = requetes.seance_conduite(qui, seance_id)
    debut = locale(seance.debut)
    formulaire = FormulaireDate(data={"jour": debut.date(), "heure": debut.time(), "lieu": seance.lieu})
    refus, statut = None, 200
    if formulaire.validate_on_submit():
        try:
            deplacement.deplacer(qui, seance, formulaire.debut, formulaire.lieu.data or "")
        except Refus as faute:
            refus, statut = faute, 409
        else:
            flash(f"La séance est maintenant : {affichage.titre_court(seance)}.", "info")
            return vers(url_for("seances.composer", seance_id=seance.id))
    elif formulaire.errors:
        statut = 422
    page = render_template(
        "seances/date.html",
        seance=seance,
        titre_court=affichage.titre_court(seance),
        formulaire=formulaire,
        refus=refus,
    )
    return make_response(page, statut)
