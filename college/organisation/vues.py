"""The doors: sign in, sign out, the colour of the commune, the accessibility statement."""

from __future__ import annotations

import re
from time import time
from typing import Any

from flask import Blueprint, Response, abort, current_app, flash, g, render_template, request, session
from sqlalchemy import select

from college import journal
from college.erreurs import Introuvable, TropDeRequetes
from college.organisation import connexion as portes
from college.organisation import requetes, sessions, unicite
from college.organisation import teinte as couleurs
from college.organisation.cadre import identite
from college.organisation.formulaires import FormulaireCode, FormulaireConnexion
from college.organisation.modele import Agent, Institution
from college.organisation.presentation import fiches
from college.transaction import unite
from college.web import PUBLIC, acteur_courant, adresse_locale, vers, vue

bp = Blueprint("organisation", __name__, template_folder="templates")
HEXA = re.compile(r"^[0-9a-f]{6}$")
DELAI_DU_CODE = 300


@vue(bp, "/connexion", droit=PUBLIC, methods=["GET", "POST"])
def connexion() -> Any:
    """Identifier and password; the second factor on its own page where the person has one."""
    formulaire = FormulaireConnexion(suite=request.args.get("suite", ""))
    if request.method == "GET" or not formulaire.validate():
        return _page(formulaire, statut=200 if request.method == "GET" else 422)
    try:
        agent = portes.reconnaitre(formulaire.identifiant.data, formulaire.mot_de_passe.data)
    except TropDeRequetes as trop:
        return _page(formulaire, trop.phrase, 429, {"Retry-After": str(trop.attendre)})
    except portes.CodeAttendu as attendu:
        session["a_confirmer"] = [attendu.agent_id, int(time())]
        return vers(f"/connexion/code?suite={adresse_locale(formulaire.suite.data)}")
    if agent is None:
        return _page(formulaire, portes.PHRASE, 422)
    return entrer(agent, "mot de passe", formulaire.suite.data)


@vue(bp, "/connexion/code", droit=PUBLIC, methods=["GET", "POST"])
def code() -> Any:
    """The authenticator's six digits, five minutes at most after the password."""
    agent_id, depuis = session.get("a_confirmer", (None, 0))
    if agent_id is None or time() - depuis > DELAI_DU_CODE:
        return vers("/connexion")
    formulaire = FormulaireCode(suite=request.args.get("suite", ""))
    if request.method == "GET" or not formulaire.validate():
        return _page_code(formulaire, 200 if request.method == "GET" else 422)
    try:
        agent = portes.confirmer(agent_id, formulaire.code.data)
    except TropDeRequetes as trop:
        formulaire.code.errors = [trop.phrase]
        return _page_code(formulaire, 429)
    if agent is None:
        formulaire.code.errors = ["Ce code n’est pas le bon, ou a déjà servi\u00a0: attendez le suivant."]
        return _page_code(formulaire, 422)
    return entrer(agent, "mot de passe et code", formulaire.suite.data)


@vue(bp, "/connexion/demonstration", droit=PUBLIC, ecrit=True)
def demonstration() -> Any:
    """One click, in demo mode only: anywhere else this address does not exist."""
    if not current_app.extensions["college"].demo:
        raise Introuvable()
    agent = requetes.agent(request.form.get("agent", 0, type=int))
    if agent is None or not agent.actif:
        raise Introuvable()
    return entrer(agent, "démonstration", request.form.get("suite"))


@vue(bp, "/deconnexion", droit=PUBLIC, ecrit=True)
def deconnexion() -> Any:
    """The session row is gone: a copied cookie opens nothing."""
    if qui := identite():
        agent = requetes.agent(qui.acteur.agent_id)
        journal.noter(qui.acteur, "deconnexion", agent)
        sessions.fermer(qui.session_id)
        sessions.courante().identite = None
    session.clear()
    sessions.courante().a_retirer = True
    g.acteur = None
    flash("Vous êtes déconnecté." if not qui or qui.acteur.genre != "f" else "Vous êtes déconnectée.")
    return vers("/connexion")


@vue(bp, "/teinte/<couleur>.css", droit=PUBLIC)
def teinte(couleur: str) -> Response:
    """The commune's colour as a style sheet: no inline style is needed, the CSP stays strict."""
    if not HEXA.match(couleur):
        abort(404)
    reponse = Response(couleurs.feuille(couleur), mimetype="text/css")
    reponse.cache_control.max_age = 365 * 24 * 3600
    reponse.cache_control.public = True
    reponse.cache_control.immutable = True
    return reponse


@vue(bp, "/accessibilite", droit=PUBLIC)
def accessibilite() -> str:
    """The statement that the law of 19 July 2018 asks for."""
    return render_template("organisation/accessibilite.html")


def entrer(agent: Agent, comment: str, suite: str | None) -> Any:
    """Open the session, leave the trace, go where the person was going."""
    if qui := identite():
        sessions.fermer(qui.session_id)
    acteur = portes.noter_entree(agent, comment)
    session.clear()
    unicite.oublier_les_vieilles()
    sessions.courante().a_poser = sessions.ouvrir(agent.id, acteur.institution_id, request.user_agent.string)
    return vers(adresse_locale(suite))


def _page(formulaire: FormulaireConnexion, phrase: str = "", statut: int = 200, entetes: dict | None = None) -> Any:
    reglages = current_app.extensions["college"]
    page = render_template(
        "organisation/connexion.html",
        formulaire=formulaire,
        phrase=phrase,
        gens=_gens() if reglages.demo else [],
        deja=acteur_courant(),
    )
    return page, statut, {"Cache-Control": "no-store", **(entetes or {})}


def _page_code(formulaire: FormulaireCode, statut: int) -> Any:
    return render_template("organisation/code.html", formulaire=formulaire), statut, {"Cache-Control": "no-store"}


def _gens() -> list[tuple[str, list[Any]]]:
    """The people of the demonstration, authority by authority."""
    demande = select(Agent).where(Agent.actif.is_(True)).order_by(Agent.id).limit(60)
    agents = unite().scalars(demande).all()
    noms = dict(unite().execute(select(Institution.id, Institution.nom)).all())
    groupes: dict[str, list[Any]] = {}
    for agent, fiche in zip(agents, fiches(agents), strict=True):
        groupes.setdefault(noms[agent.institution_id], []).append(fiche)
    return list(groupes.items())
