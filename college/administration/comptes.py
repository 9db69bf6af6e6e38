"""People who sign in: accounts, what they hold, passwords. Right, rule, trace."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import func, select

from college import annonces, journal
from college.administration import paquet_format
from college.administration.services import decrire
from college.droits import Acteur, exige
from college.erreurs import Faute, Invalide, Refus
from college.organisation import mots_de_passe, sessions
from college.organisation.modele import Agent, Appartenance, Groupe, Organe, RoleDeclare, Service
from college.transaction import unite

CHAMPS = ("prenom", "nom", "genre", "courriel")
SYLLABES = [consonne + voyelle for consonne in "bdfgklmnprstvz" for voyelle in "aeiou"]
DE_SERVICE = paquet_format.ROLES_DE_SERVICE


@exige("administration")
def creer(acteur: Acteur, _objet: None, identifiant: str, **identite: str) -> tuple[Agent, str]:
    """A new account and its first password, which is read out this once."""
    decrit = decrire(paquet_format.Agent, {"identifiant": identifiant.strip().lower(), **identite})
    if unite().scalar(select(Agent.id).where(Agent.identifiant == decrit.identifiant)):
        raise Invalide(
            [Faute("identifiant", "Cet identifiant est déjà pris\u00a0: ajoutez une initiale, par exemple.")]
        )
    agent = Agent(institution_id=acteur.institution_id, **decrit.model_dump(include={"identifiant", *CHAMPS}))
    agent.genre, agent.courriel = agent.genre or "", agent.courriel or ""
    unite().add(agent)
    journal.noter(acteur, "agent.cree", agent, identifiant=agent.identifiant)
    return agent, donner_mot_de_passe(acteur, agent)


@exige("administration")
def modifier(acteur: Acteur, agent: Agent, **identite: str) -> None:
    """Name, gender, mail: séances already held keep the former ones."""
    decrit = decrire(paquet_format.Agent, {"identifiant": agent.identifiant, **identite})
    for champ in CHAMPS:
        setattr(agent, champ, getattr(decrit, champ) or "")
    journal.noter(acteur, "agent.modifie", agent)


@exige("administration")
def donner_mot_de_passe(acteur: Acteur, agent: Agent) -> str:
    """A password to hand over; the person's sessions end."""
    mot_de_passe = "-".join("".join(secrets.choice(SYLLABES) for _ in range(3)) for _ in range(4))
    agent.mot_de_passe = mots_de_passe.hacher(mot_de_passe)
    unite().flush()
    sessions.fermer_toutes(agent.id)
    journal.noter(acteur, "agent.mot_de_passe_donne", agent)
    return mot_de_passe


@exige("administration")
def retirer_second_facteur(acteur: Acteur, agent: Agent) -> None:
    """The telephone is lost: the password is enough again."""
    agent.secret_totp = None
    sessions.fermer_toutes(agent.id)
    journal.noter(acteur, "agent.second_facteur_retire", agent)


@exige("administration")
def activer(acteur: Acteur, agent: Agent, actif: bool) -> None:
    """Deactivate (sessions end at once) or bring back. The last administrator stays."""
    if not actif and _seul_administrateur(agent):
        raise Refus(
            f"{agent.nom_complet} est seul à administrer l’institution\u00a0: "
            "donnez d’abord ce rôle à une autre personne."
        )
    agent.actif = actif
    if not actif:
        sessions.fermer_toutes(agent.id)
    journal.noter(acteur, "agent.active" if actif else "agent.desactive", agent)
    annonces.annoncer("organisation.changee", institution_id=acteur.institution_id)


@exige("administration")
def donner_role(acteur: Acteur, agent: Agent, role: str, lieu: Service | Organe | Groupe | None) -> Appartenance:
    """A role in a service, the secretariat of an organe, a group, or the administration."""
    champs: dict[str, Any] = {"service_id": None, "organe_id": None, "groupe_id": None}
    match lieu:
        case Groupe():
            role, champs["groupe_id"] = "membre", lieu.id
        case Organe() if role == "secretaire":
            champs["organe_id"] = lieu.id
        case Service() if role in DE_SERVICE or _role_declare(acteur, role):
            champs["service_id"] = lieu.id
        case None if role == "administrateur":
            pass
        case _:
            raise Invalide(
                [Faute("lieu", "Ce rôle ne va pas là\u00a0: choisissez un service, un organe ou un groupe.")]
            )
    tenu = select(Appartenance).where(
        Appartenance.agent_id == agent.id,
        Appartenance.institution_id == acteur.institution_id,
        Appartenance.role == role,
        *(
            getattr(Appartenance, nom).is_(None) if v is None else getattr(Appartenance, nom) == v
            for nom, v in champs.items()
        ),
    )
    if unite().scalar(tenu):
        raise Invalide([Faute("role", f"{agent.nom_complet} tient déjà ce rôle.")])
    nouvelle = Appartenance(institution_id=acteur.institution_id, agent_id=agent.id, role=role, **champs)
    unite().add(nouvelle)
    journal.noter(acteur, "role.donne", agent, role=role, lieu=lieu.nom if lieu else "")
    annonces.annoncer("organisation.changee", institution_id=acteur.institution_id)
    return nouvelle


@exige("administration")
def retirer_role(acteur: Acteur, appartenance: Appartenance) -> None:
    """The role ends now; what was done with it stays."""
    agent = unite().get_one(Agent, appartenance.agent_id)
    if appartenance.role == "administrateur" and _seul_administrateur(agent):
        raise Refus(
            f"{agent.nom_complet} est seul à administrer l’institution\u00a0: donnez d’abord ce rôle à quelqu’un."
        )
    journal.noter(acteur, "role.retire", agent, role=appartenance.role)
    unite().delete(appartenance)
    annonces.annoncer("organisation.changee", institution_id=acteur.institution_id)


def _role_declare(acteur: Acteur, code: str) -> bool:
    demande = select(RoleDeclare.id).where(
        RoleDeclare.institution_id == acteur.institution_id, RoleDeclare.code == code
    )
    return unite().scalar(demande) is not None


def _seul_administrateur(agent: Agent) -> bool:
    """True when nobody else administers what this agent administers."""
    ou = select(Appartenance.institution_id).where(
        Appartenance.agent_id == agent.id, Appartenance.role == "administrateur"
    )
    autres = (
        select(func.count())
        .select_from(Appartenance)
        .join(Agent, Agent.id == Appartenance.agent_id)
        .where(
            Appartenance.role == "administrateur",
            Appartenance.institution_id.in_(ou),
            Agent.actif.is_(True),
            Agent.id != agent.id,
        )
    )
    return unite().scalar(ou.limit(1)) is not None and unite().scalar(autres) == 0
