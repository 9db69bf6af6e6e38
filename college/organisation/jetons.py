"""API tokens: shown once, kept only as SHA-256; they act as the person, until revoked or expired."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import bindparam, or_, select

from college import horloge
from college.organisation.modele import Agent, Jeton
from college.transaction import unite


def _empreinte(jeton: str) -> str:
    return hashlib.sha256(jeton.encode()).hexdigest()


def creer(agent: Agent, nom: str = "", expire_le: datetime | None = None) -> str:
    """Give the agent a new token; this is the only time that it can be read."""
    jeton = f"col_{secrets.token_urlsafe(32)}"
    unite().add(
        Jeton(
            institution_id=agent.institution_id,
            agent_id=agent.id,
            empreinte=_empreinte(jeton),
            nom=nom,
            cree_le=horloge.systeme(),
            expire_le=expire_le,
        )
    )
    return jeton


# Built once: each call of the API begins with it.
_DETENTEUR = (
    select(Agent)
    .join(Jeton, Jeton.agent_id == Agent.id)
    .where(
        Jeton.empreinte == bindparam("empreinte"),
        Jeton.revoque_le.is_(None),
        or_(Jeton.expire_le.is_(None), Jeton.expire_le > bindparam("maintenant")),
        Agent.actif.is_(True),
    )
)


def agent_de(jeton: str) -> Agent | None:
    """The active agent who holds this token, or None."""
    return unite().scalar(_DETENTEUR, {"empreinte": _empreinte(jeton), "maintenant": horloge.systeme()})
