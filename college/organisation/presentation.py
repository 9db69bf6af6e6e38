"""People as screens show them: name, initials, what they are. A handful of statements, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from college import francais, horloge
from college.organisation import titres
from college.organisation.acteurs import en_vigueur
from college.organisation.modele import Agent, Appartenance, Groupe, Mandat, Mandataire, Organe, Service
from college.transaction import unite


@dataclass(frozen=True)
class Fiche:
    """One person on a screen; `roles` are the lines of what he holds."""

    id: int
    nom: str
    initiales: str
    roles: tuple[str, ...]

    @property
    def titre(self) -> str:
        """What the person is first of all."""
        return self.roles[0] if self.roles else "compte sans rôle"


def fiches(agents: Sequence[Agent]) -> list[Fiche]:
    """The sheets of these agents, in the same order."""
    numeros = [agent.id for agent in agents]
    genres = {agent.id: agent.genre for agent in agents}
    lignes: dict[int, list[str]] = defaultdict(list)
    for agent_id, fonction, titre in _mandats(numeros):
        lignes[agent_id].append(titre or titres.fonction(fonction, genres[agent_id]))
    roles: dict[tuple[int, str], list[str]] = defaultdict(list)
    for agent_id, role, service, groupe, organe in _appartenances(numeros):
        if groupe:
            lignes[agent_id].append(groupe)
        else:
            roles[agent_id, titres.role(role, genres[agent_id])].append(service or organe or "")
    for (agent_id, role), lieux in roles.items():
        lignes[agent_id].append(f"{role}, {francais.enumerer(lieux)}" if any(lieux) else role)
    return [
        Fiche(a.id, a.nom_complet, titres.initiales(a.prenom, a.nom), tuple(dict.fromkeys(lignes[a.id])))
        for a in agents
    ]


def _mandats(numeros: list[int]) -> Sequence[Any]:
    demande = (
        select(Mandataire.agent_id, Mandat.fonction, Mandat.titre)
        .join(Mandat, Mandat.mandataire_id == Mandataire.id)
        .where(Mandataire.agent_id.in_(numeros), en_vigueur(horloge.aujourdhui()))
        .order_by(Mandat.rang, Mandat.id)
    )
    return unite().execute(demande).all()


def _appartenances(numeros: list[int]) -> Sequence[Any]:
    demande = (
        select(Appartenance.agent_id, Appartenance.role, Service.nom, Groupe.nom, Organe.nom)
        .outerjoin(Service, Service.id == Appartenance.service_id)
        .outerjoin(Groupe, Groupe.id == Appartenance.groupe_id)
        .outerjoin(Organe, Organe.id == Appartenance.organe_id)
        .where(Appartenance.agent_id.in_(numeros))
        .order_by(Appartenance.id)
    )
    return unite().execute(demande).all()
