"""People: accounts and what they hold; members of the bodies and their terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, render_template, request
from sqlalchemy import or_, select

from college import horloge
from college.administration import comptes, elus
from college.administration.requetes import trouver
from college.administration.vues import ICI, bp
from college.erreurs import Faute, Introuvable, Invalide, Refus
from college.organisation import requetes, titres
from college.organisation.modele import Agent, Appartenance, Groupe, Mandat, Mandataire, Organe, RoleDeclare, Service
from college.organisation.presentation import fiches
from college.references import numero
from college.transaction import unite
from college.web import acteur, vers, vue

PAR_PAGE = 50
CHAMPS = ("identifiant", "prenom", "nom", "genre", "courriel")
LIEUX = {"service": Service, "organe": Organe, "groupe": Groupe}


@vue(bp, f"{ICI}/personnes", droit="administration", methods=["GET", "POST"])
def personnes() -> Any:
    """Accounts, found by name; the form makes a new one."""
    saisie, fautes = {}, {}
    if request.method == "POST":
        saisie = {cle: request.form.get(cle, "").strip() for cle in CHAMPS}
        try:
            agent, mot_de_passe = comptes.creer(acteur(), None, **saisie)
        except Invalide as erreur:
            fautes = {faute.champ: faute.message for faute in erreur.fautes}
        else:
            return _page_personne(agent, mot_de_passe=mot_de_passe)
    q, page = request.args.get("q", "").strip(), max(request.args.get("page", 1, type=int), 1)
    demande = select(Agent).where(Agent.institution_id == acteur().institution_id).order_by(Agent.nom, Agent.prenom)
    if q:
        motif = f"%{q}%"
        demande = demande.where(or_(Agent.nom.ilike(motif), Agent.prenom.ilike(motif), Agent.identifiant.ilike(motif)))
    agents = unite().scalars(demande.offset((page - 1) * PAR_PAGE).limit(PAR_PAGE + 1)).all()
    lus = agents[:PAR_PAGE]
    rendu = render_template(
        "administration/personnes.html",
        lignes=list(zip(lus, fiches(lus), strict=True)),
        q=q,
        page=page,
        suivante=len(agents) > PAR_PAGE,
        saisie=saisie,
        fautes=fautes,
    )
    return rendu, 422 if fautes else 200


@vue(bp, f"{ICI}/personnes/<int:numero>", droit="administration", methods=["GET", "POST"])
def personne(numero: int) -> Any:
    """One account; each button is one act."""
    agent = trouver(acteur(), Agent, numero)
    if request.method == "GET":
        return _page_personne(agent)
    try:
        return _agir(agent, request.form.get("geste", "")) or vers(f"{ICI}/personnes/{numero}")
    except Invalide as erreur:
        return _page_personne(agent, fautes={f.champ: f.message for f in erreur.fautes}), 422
    except Refus as refus:
        return _page_personne(agent, refus=refus.phrase), 409


def _agir(agent: Agent, geste: str) -> Any:
    qui, formulaire = acteur(), request.form
    match geste:
        case "modifier":
            comptes.modifier(qui, agent, **{cle: formulaire.get(cle, "").strip() for cle in CHAMPS[1:]})
            flash(f"{agent.nom_complet} est à jour.")
        case "mot_de_passe":
            return _page_personne(agent, mot_de_passe=comptes.donner_mot_de_passe(qui, agent))
        case "second_facteur":
            comptes.retirer_second_facteur(qui, agent)
            flash("Le second facteur est retiré, les sessions sont fermées.")
        case "activer" | "desactiver":
            comptes.activer(qui, agent, geste == "activer")
            flash("Le compte est ouvert." if geste == "activer" else "Le compte est fermé, ses sessions aussi.")
        case "donner_role":
            role, _, code_lieu = formulaire.get("role", "").partition("@")
            genre, _, cle = (code_lieu or formulaire.get("lieu", "")).partition(":")
            lieu = trouver(qui, LIEUX[genre], numero(cle) or 0) if genre in LIEUX else None
            comptes.donner_role(qui, agent, role, lieu)
            flash("Le rôle est donné.")
        case "retirer_role":
            tenue = trouver(qui, Appartenance, formulaire.get("appartenance", 0, type=int))
            if tenue.agent_id != agent.id:
                raise Introuvable()
            comptes.retirer_role(qui, tenue)
            flash("Le rôle est retiré.")
        case _:
            raise Introuvable()
    return None


def _page_personne(agent: Agent, **etats: Any) -> str:
    ici = acteur().institution_id
    tenues = unite().execute(
        select(Appartenance, Service.nom, Groupe.nom, Organe.nom)
        .outerjoin(Service, Service.id == Appartenance.service_id)
        .outerjoin(Groupe, Groupe.id == Appartenance.groupe_id)
        .outerjoin(Organe, Organe.id == Appartenance.organe_id)
        .where(Appartenance.agent_id == agent.id, Appartenance.institution_id == ici)
        .order_by(Appartenance.id)
    )
    lignes = [
        (a, titres.role(a.role, agent.genre), service or groupe or organe or "")
        for a, service, groupe, organe in tenues
    ]
    declares = unite().scalars(
        select(RoleDeclare).where(RoleDeclare.institution_id == ici).order_by(RoleDeclare.libelle)
    )
    roles = [(code, titres.role(code, agent.genre)) for code in comptes.DE_SERVICE]
    roles += [(role.code, role.libelle) for role in declares]
    roles += [(code, titres.role(code, agent.genre)) for code in ("secretaire", "membre", "administrateur")]
    lieux_possibles: tuple[tuple[str, str, Any], ...] = (
        ("Service", "service", Service),
        ("Organe", "organe", Organe),
        ("Groupe", "groupe", Groupe),
    )
    lieux = [
        (titre, [(f"{genre}:{ligne.id}", ligne.nom) for ligne in requetes.liste(table, ici)])
        for titre, genre, table in lieux_possibles
    ]
    etats.setdefault("fautes", {})
    return render_template(
        "administration/personne.html", agent=agent, tenues=lignes, roles=roles, lieux=lieux, **etats
    )


@vue(bp, f"{ICI}/mandataires", droit="administration", methods=["GET", "POST"])
def mandataires() -> Any:
    """Members of the bodies with their terms; the form makes a new one."""
    saisie, fautes = {}, {}
    if request.method == "POST":
        saisie = {
            cle: request.form.get(cle, "").strip()
            for cle in ("identifiant", "prenom", "nom", "genre", "groupe_politique")
        }
        compte = request.form.get("compte", "").strip()
        agent = requetes.agent_par_identifiant(compte) if compte else None
        try:
            if compte and (agent is None or agent.institution_id != acteur().institution_id):
                raise Invalide([Faute("compte", f"« {compte} » n’est pas un compte d’ici\u00a0: créez-le d’abord.")])
            elu = elus.creer(acteur(), agent, **saisie)
        except Invalide as erreur:
            fautes = {faute.champ: faute.message for faute in erreur.fautes}
        else:
            unite().flush()
            flash(f"{elu.nom_complet} est ajouté. Donnez-lui un mandat.")
            return vers(f"{ICI}/mandataires/{elu.id}")
    rendu = render_template(
        "administration/mandataires.html", titre=titres.mandat, lignes=_mandataires(), saisie=saisie, fautes=fautes
    )
    return rendu, 422 if fautes else 200


def _mandataires() -> list[tuple[Mandataire, list[tuple[Mandat, str]]]]:
    ici, jour = acteur().institution_id, horloge.aujourdhui()
    tous = unite().scalars(
        select(Mandataire).where(Mandataire.institution_id == ici).order_by(Mandataire.nom, Mandataire.prenom)
    )
    tenus: dict[int, list[tuple[Mandat, str]]] = {}
    lignes = unite().execute(
        select(Mandat, Organe.nom)
        .join(Organe, Organe.id == Mandat.organe_id)
        .where(Mandat.institution_id == ici, or_(Mandat.au.is_(None), Mandat.au >= jour))
        .order_by(Organe.rang, Mandat.rang)
    )
    for mandat, organe in lignes:
        tenus.setdefault(mandat.mandataire_id, []).append((mandat, organe))
    return [(elu, tenus.get(elu.id, [])) for elu in tous]


@vue(bp, f"{ICI}/mandataires/<int:numero>", droit="administration", methods=["GET", "POST"])
def mandataire(numero: int) -> Any:
    """One member and all his terms."""
    elu = trouver(acteur(), Mandataire, numero)
    fautes: dict[str, str] = {}
    if request.method == "POST":
        try:
            _agir_mandat(elu)
            return vers(f"{ICI}/mandataires/{numero}")
        except Invalide as erreur:
            fautes = {faute.champ: faute.message for faute in erreur.fautes}
    mandats = unite().execute(
        select(Mandat, Organe.nom)
        .join(Organe, Organe.id == Mandat.organe_id)
        .where(Mandat.mandataire_id == elu.id)
        .order_by(Mandat.au.is_not(None), Mandat.du.desc())
    )
    rendu = render_template(
        "administration/mandataire.html",
        titre=titres.mandat,
        elu=elu,
        mandats=mandats.all(),
        fautes=fautes,
        saisie=request.form,
        organes=[(organe.id, organe.nom) for organe in requetes.liste(Organe, elu.institution_id)],
        fonctions=[(code, titres.fonction(code, elu.genre)) for code in titres.FONCTIONS],
        autres=_autres(elu),
        aujourdhui=horloge.aujourdhui(),
    )
    return rendu, 422 if fautes else 200


def _autres(elu: Mandataire) -> list[tuple[int, str]]:
    """Whom this person may replace."""
    ici = select(Mandataire).where(Mandataire.institution_id == elu.institution_id, Mandataire.id != elu.id)
    return [(m.id, m.nom_complet) for m in unite().scalars(ici.order_by(Mandataire.nom, Mandataire.prenom))]


def _agir_mandat(elu: Mandataire) -> None:
    qui, formulaire = acteur(), request.form
    if formulaire.get("geste") == "finir":
        mandat = trouver(qui, Mandat, formulaire.get("mandat", 0, type=int))
        if mandat.mandataire_id != elu.id:
            raise Introuvable()
        elus.finir_mandat(qui, mandat, _jour("au"))
        flash("Le mandat est fini à cette date.")
        return
    organe = trouver(qui, Organe, formulaire.get("organe", 0, type=int))
    remplace = formulaire.get("remplace", 0, type=int)
    saisie = elus.SaisieMandat(
        fonction=formulaire.get("fonction", ""),
        du=_jour("du"),
        rang=formulaire.get("rang", 0, type=int),
        voix=formulaire.get("voix", "deliberative"),
        titre=formulaire.get("titre", ""),
        au=_jour("au") if formulaire.get("au") else None,
        remplace=trouver(qui, Mandataire, remplace) if remplace else None,
        titre_interim=formulaire.get("titre_interim", "f.f."),
        base=formulaire.get("base", ""),
    )
    elus.donner_mandat(qui, elu, organe, saisie)
    flash("Le mandat est donné.")


def _jour(champ: str) -> date:
    try:
        return date.fromisoformat(request.form.get(champ, ""))
    except ValueError as erreur:
        raise Invalide([Faute(champ, "Écrivez une date.")]) from erreur
