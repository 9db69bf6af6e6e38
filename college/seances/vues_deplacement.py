"""One screen: another day, another hour or another place for a séance in preparation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import flash, make_response, render_template, request, url_for

from college.erreurs import Refus
from college.horloge import locale
from college.seances import affichage, deplacement, distance, requetes, services
from college.seances.essai import essayer
from college.seances.formulaires import FormulaireDate
from college.seances.modele import Seance
from college.seances.vues import bp
from college.web import acteur, vers, vue


@vue(bp, "/app/seances/<int:seance_id>/date", droit="seance.preparer", methods=["GET", "POST"])
def date(seance_id: int) -> Any:
    """The form holds today's date of the séance; a refusal keeps what was typed."""
    qui = acteur()
    seance = requetes.seance_conduite(qui, seance_id)
    formulaire = _formulaire(seance)
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
    return _page(seance, formulaire, refus, statut, seance.distance)


def _page(seance: Seance, formulaire: FormulaireDate, refus: Refus | None, statut: int, dite: Mapping[str, str]) -> Any:
    titre_court = affichage.titre_court(seance)
    page = render_template(
        "seances/date.html", seance=seance, titre_court=titre_court, formulaire=formulaire, refus=refus, distance=dite
    )
    return make_response(page, statut)


def _formulaire(seance: Seance) -> FormulaireDate:
    debut = locale(seance.debut)
    return FormulaireDate(data={"jour": debut.date(), "heure": debut.time(), "lieu": seance.lieu})


@vue(bp, "/app/seances/<int:seance_id>/distance", droit="seance.preparer", ecrit=True)
def prevoir_distance(seance_id: int) -> Any:
    """What the notice says of sitting from elsewhere; a refusal keeps what was typed."""
    qui = acteur()
    seance = requetes.seance_conduite(qui, seance_id)
    dite = {champ: request.form.get(champ, "") for champ in distance.CHAMPS}
    refus = essayer(lambda: services.prevoir_distance(qui, seance, dite))
    if refus is not None:
        seance = requetes.seance_conduite(qui, seance_id)
        return _page(seance, _formulaire(seance), refus, 409, dite)
    flash("Participation à distance enregistrée.", "info")
    return vers(url_for("seances.date", seance_id=seance_id))
