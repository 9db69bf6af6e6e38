"""People as screens show them: name, initials, what they are. A handful of statements, whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from college import horloge
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
    institution: str = ""

    @property
    def titre(self) -> str:
        return ", ".join(self.roles[:2])


def fiches(agents: Sequence[Agent]) -> list[Fiche]:
    """The sheets of these agents, in the same order."""
    numeros = [agent.id for agent in agents]
    tenus: dict[int, list[str]] = defaultdict(list)
    genres = {agent.id: agent.genre for agent in agents}
    for agent_id, mandat in _mandats(numeros):
        titre = mandat.titre or titres.fonction(mandat.fonction, genres[agent_id])
        if titre not in tenus[agent_id]:
            tenus[agent_id].append(titre)
    for a, service, groupe, organe in _appartenances(numeros):
        tenus[a.agent_id].append(_ligne(a, service, groupe, organe, genres[a.agent_id]))
    return [
        Fiche(
            agent.id,
            agent.nom_complet,
            titres.initiales(agent.prenom, agent.nom),
            tuple(dict.fromkeys(tenus[agent.id])),
        )
        for agent in agents
    ]


def _mandats(numeros: list[int]) -> list[tuple[int, Mandat]]:
    demande = (
        select(Mandataire.agent_id, Mandat)
        .join(Mandat, Mandat.mandataire_id == Mandataire.id)
        .options(joinedload(Mandat.organe))
        .where(Mandataire.agent_id.in_(numeros), en_vigueur(horloge.aujourdhui()))
        .order_by(Mandat.rang, Mandat.id)
    )
    return [(agent_id, mandat) for agent_id, mandat in unite().execute(demande)]


def _appartenances(numeros: list[int]) -> Sequence[tuple[Appartenance, Service, Groupe, Organe]]:
    demande = (
        select(Appartenance, Service, Groupe, Organe)
        .outerjoin(Service, Service.id == Appartenance.service_id)
        .outerjoin(Groupe, Groupe.id == Appartenance.groupe_id)
        .outerjoin(Organe, Organe.id == Appartenance.organe_id)
        .where(Appartenance.agent_id.in_(numeros))
        .order_by(Appartenance.id)
    )
    return unite().execute(demande).all()


def _ligne(a: Appartenance, service: Service | None, groupe: Groupe | None, organe: Organe | None, genre: str) -> str:
    if groupe:
        return groupe.nom
    ou = service or organe
    return f"{titres.role(a.role, genre)}, {ou.nom}" if ou else titres.role(a.role, genre)
