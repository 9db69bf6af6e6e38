"""One screen for the urgent point of the same morning."""

from __future__ import annotations

from typing import Any

from flask import flash, make_response, render_template, request, url_for

from college.api import cadre
from college.droits import Acteur, verifier
from college.erreurs import Invalide, Refus
from college.organisation import requetes as organisation
from college.organisation.modele import Service
from college.seances import affichage, requetes, urgent
from college.seances import corps as c
from college.seances import representations as representation
from college.seances.modele import Seance
from college.seances.vues import bp
from college.transaction import unite
from college.web import acteur, vers, vue

CHAMPS = ("titre", "service", "motif", "motivation", "dispositif", "passer_outre")


@vue(bp, "/app/seances/<int:seance_id>/urgent", droit="seance.preparer", methods=["GET", "POST"])
def point_urgent(seance_id: int) -> Any:
    """What was typed stays when the law refuses; the same form then takes the reason to go on."""
    qui = acteur()
    seance = requetes.seance(qui, seance_id)
    verifier("seance.preparer", qui, seance)
    saisie: dict[str, Any] = {champ: request.form.get(champ, "").strip() for champ in CHAMPS}
    saisie["huis_clos"] = "huis_clos" in request.form
    fautes: dict[str, str] = {}
    refus = None
    if request.method == "POST":
        try:
            with unite().begin_nested():
                ligne = urgent.inscrire(qui, seance, urgent.SaisieUrgente(**saisie))
        except Invalide as erreur:
            fautes = {f.champ: f.message for f in erreur.fautes}
        except Refus as dit:
            refus = dit
        else:
            flash(f"Point {ligne.numero} inscrit en urgence : les membres sont prévenus.")
            return vers(url_for("seances.composer", seance_id=seance_id, bouge=ligne.id) + f"#l{ligne.id}")
    page = render_template(
        "seances/urgent.html",
        seance=seance,
        titre_court=affichage.titre_court(seance),
        saisie=saisie,
        fautes=fautes,
        refus=refus,
        services=[(s.code, s.nom) for s in organisation.liste(Service, seance.institution_id)],
        a_voter=seance.organe.type == "conseil" and seance.etat != "en_preparation",
    )
    return make_response(page, 422 if fautes else 409 if refus else 200)


@cadre.post(
    "/seances/<ref:seance>/urgences",
    droit="seance.preparer",
    statut=201,
    etiquette="Séances",
    resume="Créer, valider et inscrire un point urgent en une fois",
)
def api_urgence(acteur: Acteur, seance: Seance, corps: c.UrgenceCorps) -> dict[str, Any]:
    ligne = urgent.inscrire(acteur, seance, urgent.SaisieUrgente(**corps.model_dump()))
    return representation.inscription_vue(acteur, ligne)
