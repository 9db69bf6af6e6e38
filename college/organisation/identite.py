"""Who is behind a session cookie: session, person, institution and everything held, in one statement."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, union_all

from college import horloge
from college.droits import Acteur
from college.organisation.acteurs import Personne, acteur_depuis, faits, organes_de
from college.organisation.modele import Agent, Institution, SessionWeb
from college.transaction import unite


@dataclass(frozen=True)
class Identite:
    """A live session, read-only: who acts, and what the frame of every page shows."""

    session_id: int
    donnees: dict[str, Any]
    vue_le: datetime
    acteur: Acteur
    preferences: dict[str, Any]
    institution_code: str
    institution_nom: str
    institution_reglages: dict[str, Any]
    organes: tuple[tuple[int, str], ...]
    second_facteur: bool = False


def empreinte(jeton: str) -> str:
    """What the database keeps of a session id."""
    return hashlib.sha256(jeton.encode()).hexdigest()


def lire(jeton: str) -> Identite | None:
    """The identity of a cookie; None when the session is unknown, expired, or its person deactivated."""
    cle = empreinte(jeton)
    qui = select(SessionWeb.agent_id).where(SessionWeb.empreinte == cle).scalar_subquery()
    ou = select(SessionWeb.institution_id).where(SessionWeb.empreinte == cle).scalar_subquery()
    tenus = union_all(*faits(qui, horloge.aujourdhui()).selects, organes_de(ou)).subquery()
    demande = (
        select(
            SessionWeb,
            Agent,
            Institution,
            tenus.c.genre,
            tenus.c.institution_id,
            tenus.c.texte,
            tenus.c.a,
            tenus.c.b,
            tenus.c.c,
        )
        .join(Agent, Agent.id == SessionWeb.agent_id)
        .join(Institution, Institution.id == SessionWeb.institution_id)
        .outerjoin(tenus, tenus.c.genre.is_not(None))
        .where(SessionWeb.empreinte == cle)
    )
    lignes = unite().execute(demande).all()
    if not lignes:
        return None
    session, agent, institution = lignes[0][:3]
    if session.expire_le <= horloge.systeme():
        return None
    personne = Personne(
        agent.id, agent.identifiant, agent.prenom, agent.nom, agent.genre, agent.institution_id, agent.actif
    )
    acteur = acteur_depuis(personne, lignes, institution.id)
    if acteur is None:
        return None
    organes = sorted((ligne.b, ligne.a, ligne.texte) for ligne in lignes if ligne.genre == "organe")
    return Identite(
        session_id=session.id,
        donnees=dict(session.donnees),
        vue_le=session.vue_le,
        acteur=acteur,
        preferences=dict(agent.preferences),
        institution_code=institution.code,
        institution_nom=institution.nom,
        institution_reglages=dict(institution.reglages),
        organes=tuple((numero, nom) for _, numero, nom in organes),
        second_facteur=agent.secret_totp is not None,
    )
