"""« Mon compte »: password, second factor, display, sessions, delegation, tokens."""

from __future__ import annotations

from typing import Any

from flask import flash, render_template, request, session
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from college import francais, horloge
from college.erreurs import Invalide, NonIdentifie
from college.organisation import services, totp
from college.organisation.cadre import Identite, identite
from college.organisation.courriels import COURRIEL, COURRIELS, HEURE_DU_RESUME, HEURES_DU_RESUME
from college.organisation.formulaires import FormulaireCode, FormulaireDelegation, FormulaireMotDePasse, reporter
from college.organisation.modele import Agent, Delegation, Jeton, SessionWeb
from college.organisation.presentation import fiches
from college.organisation.vues import bp
from college.transaction import unite
from college.web import acteur, adresse_locale, vers, vue

ICI = "/app/compte"


@vue(bp, ICI, droit="connecte")
def compte() -> Any:
    """Everything of one's own account, on one page."""
    return _page()


@vue(bp, f"{ICI}/affichage", droit="connecte", ecrit=True)
def affichage() -> Any:
    """Colours, density, shortcuts."""
    choix: dict[str, Any] = {nom: request.form[nom] for nom in ("theme", "densite") if nom in request.form}
    if "raccourcis" in request.form:
        choix["sans_raccourcis"] = request.form["raccourcis"] == "non"
    services.regler_affichage(acteur(), _moi(), **choix)
    return vers(adresse_locale(request.form.get("suite"), ICI))


@vue(bp, f"{ICI}/courriels", droit="connecte", ecrit=True)
def courriels() -> Any:
    """Mail at once, as a digest at an hour, or none."""
    heure = request.form.get("heure", HEURE_DU_RESUME, type=int)
    services.regler_courriels(acteur(), _moi(), request.form.get("mode", ""), heure)
    flash("Vos courriels sont réglés.")
    return vers(f"{ICI}#courriels")


@vue(bp, f"{ICI}/mot-de-passe", droit="connecte", ecrit=True)
def mot_de_passe() -> Any:
    """A new password."""
    formulaire = FormulaireMotDePasse()
    if formulaire.validate():
        saisie = (formulaire.actuel.data, formulaire.nouveau.data, formulaire.encore.data)
        try:
            services.changer_mot_de_passe(acteur(), _moi(), *saisie, session_id=ici().session_id)
        except Invalide as erreur:
            reporter(formulaire, erreur)
        else:
            flash("Mot de passe changé. Vos autres sessions sont fermées.")
            return vers(ICI)
    return _page(mot_de_passe=formulaire), 422


@vue(bp, f"{ICI}/sessions/<int:session_id>/fermer", droit="connecte", ecrit=True)
def fermer_session(session_id: int) -> Any:
    """Sign another browser out; one's own goes by « Se déconnecter »."""
    ligne = unite().get(SessionWeb, session_id)
    if ligne is not None and ligne.id != ici().session_id:
        services.fermer_session(acteur(), ligne)
        flash("Cette session est fermée.")
    return vers(ICI)


@vue(bp, f"{ICI}/delegations", droit="connecte", ecrit=True)
def deleguer() -> Any:
    """Give one's hand during an absence."""
    formulaire = _formulaire_delegation()
    if formulaire.validate():
        delegue = unite().get_one(Agent, int(formulaire.delegue.data))
        try:
            services.deleguer(acteur(), _moi(), delegue, formulaire.du.data, formulaire.au.data)
        except Invalide as erreur:
            reporter(formulaire, erreur)
        else:
            flash(f"{delegue.nom_complet} agira en votre nom pendant votre absence.")
            if absents := services.remplace(_moi(), formulaire.du.data, formulaire.au.data):
                qui = francais.enumerer(absents)
                flash(f"Ces jours-là, vous deviez remplacer {qui}\u00a0: prévenez, qu’un autre soit choisi.")
            return vers(ICI)
    return _page(delegation=formulaire), 422


@vue(bp, f"{ICI}/delegations/<int:delegation_id>/reprendre", droit="connecte", ecrit=True)
def reprendre(delegation_id: int) -> Any:
    """Back earlier."""
    services.reprendre_delegation(acteur(), _moi(), delegation_id)
    flash("La délégation est reprise.")
    return vers(ICI)


@vue(bp, f"{ICI}/second-facteur", droit="connecte", methods=["GET", "POST"])
def second_facteur() -> Any:
    """Show a secret, then keep it once the code is right."""
    moi, formulaire = _moi(), FormulaireCode()
    if request.method == "GET":
        session["secret_propose"] = totp.nouveau_secret()
    secret = session.get("secret_propose") or totp.nouveau_secret()
    if request.method == "POST" and formulaire.validate():
        try:
            services.activer_second_facteur(acteur(), moi, secret, formulaire.code.data)
        except Invalide as erreur:
            reporter(formulaire, erreur)
        else:
            session.pop("secret_propose", None)
            flash("Le second facteur est actif : son code vous sera demandé à la prochaine connexion.")
            return vers(ICI)
    adresse = totp.adresse(secret, moi.identifiant, ici().institution_nom)
    statut = 200 if request.method == "GET" else 422
    return render_template(
        "organisation/second_facteur.html", formulaire=formulaire, secret=secret, adresse=adresse
    ), statut


@vue(bp, f"{ICI}/second-facteur/retirer", droit="connecte", ecrit=True)
def retirer_second_facteur() -> Any:
    """The password is asked again."""
    try:
        services.retirer_second_facteur(acteur(), _moi(), request.form.get("mot_de_passe", ""))
    except Invalide as erreur:
        return _page(erreur_facteur=erreur.phrase), 422
    flash("Le second facteur est retiré.")
    return vers(ICI)


@vue(bp, f"{ICI}/jetons", droit="connecte", ecrit=True)
def creer_jeton() -> Any:
    """A token, shown this once."""
    try:
        jeton = services.creer_jeton(acteur(), _moi(), request.form.get("nom", ""))
    except Invalide as erreur:
        return _page(erreur_jeton=erreur.phrase), 422
    return _page(jeton=jeton)


@vue(bp, f"{ICI}/jetons/<int:jeton_id>/revoquer", droit="connecte", ecrit=True)
def revoquer_jeton(jeton_id: int) -> Any:
    """The token stops at once."""
    services.revoquer_jeton(acteur(), _moi(), jeton_id)
    flash("Ce jeton ne sert plus.")
    return vers(ICI)


def _moi() -> Agent:
    return unite().get_one(Agent, acteur().agent_id)


def ici() -> Identite:
    """The session of this page: its right is to be signed in."""
    if (qui := identite()) is None:
        raise NonIdentifie("Identifiez-vous pour continuer.")
    return qui


def _formulaire_delegation() -> FormulaireDelegation:
    formulaire = FormulaireDelegation()
    qui = acteur()
    collegues = unite().scalars(
        select(Agent)
        .where(Agent.institution_id == qui.institution_id, Agent.actif.is_(True), Agent.id != qui.agent_id)
        .order_by(Agent.nom, Agent.prenom)
    )
    formulaire.delegue.choices = [("", "Choisir…")] + [(str(a.id), a.nom_complet) for a in collegues]
    return formulaire


def _page(**etats: Any) -> str:
    base: Session = unite()
    moi, aujourdhui = _moi(), horloge.aujourdhui()
    sessions = base.scalars(select(SessionWeb).where(SessionWeb.agent_id == moi.id).order_by(SessionWeb.vue_le.desc()))
    donnees = base.execute(
        select(Delegation, Agent)
        .join(Agent, Agent.id == Delegation.delegue_id)
        .where(Delegation.absent_id == moi.id, or_(Delegation.au >= aujourdhui))
        .order_by(Delegation.du)
    )
    jetons = base.scalars(select(Jeton).where(Jeton.agent_id == moi.id, Jeton.revoque_le.is_(None)).order_by(Jeton.id))
    etats.setdefault("mot_de_passe", FormulaireMotDePasse())
    etats.setdefault("delegation", _formulaire_delegation())
    return render_template(
        "organisation/compte.html",
        moi=moi,
        fiche=fiches([moi])[0],
        sessions=sessions.all(),
        session_ici=ici().session_id,
        delegations=donnees.all(),
        jetons=jetons.all(),
        courriels=COURRIELS,
        heure_choix=[(heure, f"{heure}\u00a0h") for heure in HEURES_DU_RESUME],
        mode_courriels=moi.preferences.get("courriels", COURRIEL),
        heure_courriels=moi.preferences.get("courriels_heure", HEURE_DU_RESUME),
        **etats,
    )
