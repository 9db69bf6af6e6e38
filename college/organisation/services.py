"""What a person changes of his own account. Each service: right, rule, trace."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from college import francais, horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Faute, Introuvable, Invalide
from college.organisation import jetons, mots_de_passe, sessions, totp
from college.organisation.courriels import COURRIELS, HEURES_DU_RESUME
from college.organisation.modele import Agent, Delegation, Institution, Jeton, SessionWeb
from college.transaction import unite

NOM_FILTRE, FILTRES_MAX = 40, 20
THEMES = ("", "clair", "sombre")
DENSITES = ("", "compacte")


@exige("compte.modifier")
def changer_mot_de_passe(acteur: Acteur, agent: Agent, actuel: str, nouveau: str, encore: str, session_id: int) -> None:
    """A new password; every other session of the person ends."""
    if not mots_de_passe.verifier(agent.mot_de_passe, actuel):
        raise Invalide([Faute("actuel", "Ce n’est pas votre mot de passe actuel.")])
    maison = unite().get_one(Institution, acteur.institution_id).nom
    if fautes := mots_de_passe.fautes(nouveau, encore, agent.identifiant, agent.nom_complet, maison):
        raise Invalide(fautes)
    agent.mot_de_passe = mots_de_passe.hacher(nouveau)
    fermees = sessions.fermer_toutes(agent.id, sauf=session_id)
    journal.noter(acteur, "agent.mot_de_passe_change", agent, sessions_fermees=fermees)


@exige("compte.modifier")
def regler_affichage(acteur: Acteur, agent: Agent, **choix: Any) -> None:
    """Colours, density, keyboard shortcuts: a personal choice, not journalled."""
    permis = {"theme": THEMES, "densite": DENSITES, "sans_raccourcis": (True, False)}
    for nom, valeur in choix.items():
        if valeur not in permis[nom]:
            raise Invalide([Faute(nom, "Ce choix n’existe pas.")])
    agent.preferences = {**agent.preferences, **choix}


@exige("compte.modifier")
def regler_courriels(acteur: Acteur, agent: Agent, mode: str, heure: int) -> None:
    """When mail leaves: at once, as a digest at an hour, never; a personal choice, not journalled."""
    if mode not in COURRIELS or heure not in HEURES_DU_RESUME:
        raise Invalide([Faute("courriels", "Ce choix n’existe pas.")])
    agent.preferences = {**agent.preferences, "courriels": mode, "courriels_heure": heure}


@exige("compte.modifier")
def garder_filtre(acteur: Acteur, agent: Agent, nom: str, adresse: str) -> None:
    """A filter of the list of points, under a name of one's own; the same name replaces."""
    nom = " ".join(nom.split())
    if not nom or len(nom) > NOM_FILTRE:
        raise Invalide([Faute("nom", f"Donnez au filtre un nom de {NOM_FILTRE} signes au plus.")])
    autres = [garde for garde in agent.preferences.get("filtres", []) if garde["nom"] != nom]
    if len(autres) >= FILTRES_MAX:
        raise Invalide([Faute("nom", f"Vous gardez déjà {FILTRES_MAX} filtres\u00a0: oubliez-en un d’abord.")])
    agent.preferences = {**agent.preferences, "filtres": [*autres, {"nom": nom, "adresse": adresse[:500]}]}


@exige("compte.modifier")
def oublier_filtre(acteur: Acteur, agent: Agent, nom: str) -> None:
    """The named filter is no longer kept."""
    restants = [garde for garde in agent.preferences.get("filtres", []) if garde["nom"] != nom]
    agent.preferences = {**agent.preferences, "filtres": restants}


@exige("compte.modifier")
def fermer_session(acteur: Acteur, session: SessionWeb) -> None:
    """Sign another browser out."""
    journal.noter(acteur, "session.fermee", session, navigateur=session.navigateur)
    sessions.fermer(session.id)


@exige("compte.modifier")
def deleguer(acteur: Acteur, agent: Agent, delegue: Agent, du: date, au: date) -> Delegation:
    """During an absence, another agent of the institution acts in this person's name."""
    fautes = []
    if delegue.id == agent.id or delegue.institution_id != acteur.institution_id or not delegue.actif:
        fautes.append(Faute("delegue", "Choisissez une autre personne de votre institution."))
    if au < du:
        fautes.append(Faute("au", "Le dernier jour d’absence vient avant le premier\u00a0: corrigez l’un des deux."))
    elif au < horloge.aujourdhui():
        fautes.append(Faute("au", "Cette absence est déjà passée\u00a0: choisissez une date à venir."))
    if not fautes:
        fautes += _chevauche(agent, delegue, du, au)
    if fautes:
        raise Invalide(fautes)
    delegation = Delegation(
        institution_id=acteur.institution_id, absent_id=agent.id, delegue_id=delegue.id, du=du, au=au
    )
    unite().add(delegation)
    journal.noter(acteur, "delegation.donnee", delegation, delegue=delegue.nom_complet, du=du, au=au)
    return delegation


def _chevauche(agent: Agent, delegue: Agent, du: date, au: date) -> list[Faute]:
    """One stand-in at a time, and one who is there: two would sign in one name, an absent one for nobody."""
    croisees = (Delegation.du <= au, Delegation.au >= du)
    for absent, phrase in (
        (agent, "{qui} agit déjà en votre nom du {du} au {au}\u00a0: reprenez d’abord cette délégation."),
        (delegue, "{absent}, que vous choisissez, est en absence du {du} au {au}\u00a0: choisissez quelqu’un d’autre."),
    ):
        autre = unite().scalars(select(Delegation).where(Delegation.absent_id == absent.id, *croisees)).first()
        if autre:
            qui = unite().get_one(Agent, autre.delegue_id).nom_complet
            jours = {"du": francais.date_longue(autre.du), "au": francais.date_longue(autre.au)}
            return [Faute("du", phrase.format(qui=qui, absent=absent.nom_complet, **jours))]
    return []


def remplace(agent: Agent, du: date, au: date) -> list[str]:
    """Whom this person stands in for during those days: nobody would, once away too."""
    demande = select(Agent).join(Delegation, Delegation.absent_id == Agent.id)
    croisees = (Delegation.delegue_id == agent.id, Delegation.du <= au, Delegation.au >= du)
    return [absent.nom_complet for absent in unite().scalars(demande.where(*croisees).order_by(Agent.nom))]


@exige("compte.modifier")
def reprendre_delegation(acteur: Acteur, agent: Agent, delegation_id: int) -> None:
    """Back earlier than foreseen: the delegation ends yesterday, or never began."""
    delegation = unite().scalar(
        select(Delegation).where(Delegation.id == delegation_id, Delegation.absent_id == agent.id)
    )
    if delegation is None:
        raise Introuvable()
    journal.noter(acteur, "delegation.reprise", delegation)
    unite().delete(delegation)


@exige("compte.modifier")
def activer_second_facteur(acteur: Acteur, agent: Agent, secret: str, code: str) -> None:
    """Keep the secret once the person has shown that the authenticator gives the right code."""
    if totp.pas_reconnu(secret, code, horloge.systeme().timestamp()) is None:
        raise Invalide(
            [Faute("code", "Ce code n’est pas le bon\u00a0: vérifiez l’heure du téléphone, puis réessayez.")]
        )
    agent.secret_totp = secret
    journal.noter(acteur, "agent.second_facteur_active", agent)


@exige("compte.modifier")
def retirer_second_facteur(acteur: Acteur, agent: Agent, mot_de_passe: str) -> None:
    """Without the telephone, the password alone would be enough again: it is asked here."""
    if not mots_de_passe.verifier(agent.mot_de_passe, mot_de_passe):
        raise Invalide([Faute("mot_de_passe", "Ce n’est pas votre mot de passe.")])
    agent.secret_totp = None
    journal.noter(acteur, "agent.second_facteur_retire", agent)


@exige("compte.modifier")
def creer_jeton(acteur: Acteur, agent: Agent, nom: str) -> str:
    """An API token, readable this once."""
    if not nom.strip():
        raise Invalide([Faute("nom", "Dites à quoi servira ce jeton, par exemple « export vers le site ».")])
    jeton = jetons.creer(agent, nom.strip()[:120])
    journal.noter(acteur, "jeton.cree", agent, nom=nom.strip()[:120])
    return jeton


@exige("compte.modifier")
def revoquer_jeton(acteur: Acteur, agent: Agent, jeton_id: int) -> None:
    """The token stops at once."""
    jeton = unite().scalar(select(Jeton).where(Jeton.id == jeton_id, Jeton.agent_id == agent.id))
    if jeton is None:
        raise Introuvable()
    jeton.revoque_le = horloge.systeme()
    journal.noter(acteur, "jeton.revoque", jeton, nom=jeton.nom)
