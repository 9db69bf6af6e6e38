"""Does somebody let in a while ago still hold what let them in? Asked in one statement for all who keep a door open.

A stream lives for minutes: a session closed, a token revoked, a mandate or a role lost must end it long before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import request
from sqlalchemy import CompoundSelect, or_, select, union_all

from college import horloge
from college.droits import Acteur
from college.organisation.acteurs import Personne, acteur_depuis, fait, faits_de
from college.organisation.cadre import identite
from college.organisation.identite import empreinte
from college.organisation.modele import Agent, Jeton, SessionWeb
from college.transaction import unite


@dataclass(frozen=True)
class Temoin:
    """Who was let in, holding what, and by the print of which session or token."""

    acteur: Acteur
    piece: str


def de_la_requete(acteur: Acteur) -> Temoin:
    """The witness of this request."""
    jeton = request.headers.get("Authorization", "").partition(" ")[2].strip()
    qui = identite()
    return Temoin(acteur, empreinte(jeton) if jeton else f"session {qui.session_id if qui else 0}")


def perdus(temoins: Collection[Temoin]) -> set[Temoin]:
    """Those whose session or token has ended, or whose rights are no longer the same."""
    if not temoins:
        return set()
    par_agent: dict[int, list[Any]] = defaultdict(list)
    for ligne in unite().execute(_demande({t.acteur.agent_id for t in temoins}, horloge.systeme())):
        par_agent[ligne.agent_id].append(ligne)
    return {temoin for temoin in temoins if not _tient(temoin, par_agent[temoin.acteur.agent_id])}


def _demande(agents: Collection[int], maintenant: datetime) -> CompoundSelect[Any]:
    personnes = select(*fait("personne", Agent.institution_id, None), Agent.id.label("agent_id"))
    sessions = select(*fait("session", SessionWeb.institution_id, None, SessionWeb.id), SessionWeb.agent_id)
    jetons = select(*fait("jeton", Jeton.institution_id, Jeton.empreinte), Jeton.agent_id)
    return union_all(
        *faits_de(agents, horloge.aujourdhui()),
        personnes.where(Agent.id.in_(agents), Agent.actif.is_(True)),
        sessions.where(SessionWeb.agent_id.in_(agents), SessionWeb.expire_le > maintenant),
        jetons.where(
            Jeton.agent_id.in_(agents),
            Jeton.revoque_le.is_(None),
            or_(Jeton.expire_le.is_(None), Jeton.expire_le > maintenant),
        ),
    )


def _tient(temoin: Temoin, lignes: list[Any]) -> bool:
    pieces = {f"session {ligne.a}" for ligne in lignes if ligne.genre == "session"}
    pieces |= {ligne.texte for ligne in lignes if ligne.genre == "jeton"}
    domicile = next((ligne.institution_id for ligne in lignes if ligne.genre == "personne"), None)
    if temoin.piece not in pieces or domicile is None:
        return False
    personne = Personne(temoin.acteur.agent_id, "", "", "", "", domicile, True)
    tenus = [ligne for ligne in lignes if ligne.genre in ("role", "mandat", "delegation")]
    actuel = acteur_depuis(personne, tenus, temoin.acteur.institution_id)
    return actuel is not None and _droits(actuel) == _droits(temoin.acteur)


def _droits(acteur: Acteur) -> tuple[Any, ...]:
    """What policies read."""
    return (
        acteur.roles, acteur.groupes, acteur.secretariats, acteur.administrateur, acteur.mandats, acteur.fonctions,
        acteur.au_nom_de,
    )  # fmt: skip
