"""Oath, resignation, replacement, noted from the cockpit at the point itself."""

from __future__ import annotations

from typing import Any

from flask import request, url_for

from college.organisation import requetes as organisation
from college.references import numero
from college.seances import mandats, requetes
from college.seances.essai import essayer_et_dire
from college.seances.modele import Inscription
from college.seances.vues_direct import bp
from college.web import acteur, vers, vue


def _revenir(ligne: Inscription) -> Any:
    return vers(url_for("direct.cockpit", seance_id=ligne.seance_id, point=ligne.id))


@vue(bp, "/app/inscriptions/<int:inscription_id>/installation", droit="seance.conduire", ecrit=True)
def installer(inscription_id: int) -> Any:
    """A member takes office; « Une autre personne » is named in the form."""
    qui, formulaire = acteur(), request.form
    ligne = requetes.inscription(qui, inscription_id)
    choisi = formulaire.get("mandataire", "")
    elu = organisation.mandataire(qui.institution_id, numero(choisi) or choisi) if choisi else None
    champs = {cle: formulaire.get(cle, "") for cle in ("prenom", "nom", "genre", "groupe", "passer_outre")}
    saisie = mandats.SaisieInstallation(
        formulaire.get("fonction", ""), formulaire.get("rang", 0, type=int), mandataire=elu, **champs
    )
    essayer_et_dire(lambda: mandats.installer(qui, ligne, saisie), "Le membre siège à partir du point suivant.")
    return _revenir(ligne)


@vue(bp, "/app/inscriptions/<int:inscription_id>/fin-de-mandat", droit="seance.conduire", ecrit=True)
def mettre_fin(inscription_id: int) -> Any:
    """A member sits during this point for the last time."""
    qui, formulaire = acteur(), request.form
    ligne = requetes.inscription(qui, inscription_id)
    membre, cause = formulaire.get("membre", 0, type=int), formulaire.get("cause", "")
    outre = formulaire.get("passer_outre", "")
    essayer_et_dire(lambda: mandats.mettre_fin(qui, ligne, membre, cause, outre), "Son mandat prend fin avec ce point.")
    return _revenir(ligne)


@vue(bp, "/app/inscriptions/<int:inscription_id>/annulation-mandat", droit="seance.conduire", ecrit=True)
def annuler_mandat(inscription_id: int) -> Any:
    """It was a mistake."""
    qui = acteur()
    ligne = requetes.inscription(qui, inscription_id)
    membre, outre = request.form.get("membre", 0, type=int), request.form.get("passer_outre", "")
    essayer_et_dire(lambda: mandats.annuler(qui, ligne, membre, outre), "C’est annulé.")
    return _revenir(ligne)
