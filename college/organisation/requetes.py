"""Reading the organisation. Everything is inside one institution; codes are unique there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from college import horloge
from college.droits import Acteur
from college.erreurs import Faute, Introuvable, Invalide
from college.organisation.acteurs import acteur_depuis, en_vigueur, faits
from college.organisation.modele import (
    Agent,
    Appartenance,
    Categorie,
    Groupe,
    Institution,
    Mandat,
    Mandataire,
    Organe,
    Service,
)
from college.references import numero
from college.transaction import unite

T = TypeVar("T", Organe, Service, Groupe, Categorie)
_FAITS = faits(bindparam("agent"), bindparam("jour"))  # built once: each call of the API asks it


def acteur_de(agent: Agent, institution_id: int | None = None) -> Acteur:
    """The plain actor for an agent, in the institution asked for (his home one by default): one statement.

    Raises Introuvable when the agent is inactive or has nothing in that institution.
    """
    ou = institution_id or agent.institution_id
    lignes = unite().execute(_FAITS, {"agent": agent.id, "jour": horloge.aujourdhui()}).all()
    acteur = acteur_depuis(agent, lignes, ou)
    if acteur is None:
        raise Introuvable()
    return acteur


def agent_par_identifiant(identifiant: str) -> Agent | None:
    """By identifier, or by mail address when only one account has it."""
    agent = unite().scalar(select(Agent).where(Agent.identifiant == identifiant))
    if agent or "@" not in identifiant:
        return agent
    trouves = unite().scalars(select(Agent).where(Agent.courriel == identifiant).limit(2)).all()
    return trouves[0] if len(trouves) == 1 else None


def agent(agent_id: int) -> Agent | None:
    """By number."""
    return unite().get(Agent, agent_id)


def institution(code: str) -> Institution:
    """By code. Raises Introuvable."""
    trouvee = unite().scalar(select(Institution).where(Institution.code == code))
    if trouvee is None:
        raise Introuvable("Cette institution n’existe pas.")
    return trouvee


def nomme(table: type[T], institution_id: int, code: str | int, champ: str) -> T:
    """An organe, service, group or category named by its code (or number) in a body.

    Raises Invalide at `champ`, with the sentence that the form shows.
    """
    rang = numero(code)
    critere = table.code == str(code) if rang is None else table.id == rang
    trouve = unite().scalar(select(table).where(table.institution_id == institution_id, critere))
    if trouve is None:
        raise Invalide([Faute(champ, f"« {code} » n’existe pas ici : choisissez un code de la liste.")])
    return trouve


def liste(table: type[T], institution_id: int, actifs: bool = True) -> Sequence[T]:
    """All the organes, services, groups or categories of an institution, in their order."""
    demande = select(table).where(table.institution_id == institution_id).order_by(table.rang, table.id)
    return unite().scalars(demande.where(table.actif.is_(True)) if actifs else demande).all()


def mandats(organe_id: int, jour: date) -> Sequence[Mandat]:
    """Mandates of an organe on a day, by rank, each with its mandataire."""
    return (
        unite()
        .scalars(
            select(Mandat)
            .options(joinedload(Mandat.mandataire, innerjoin=True))
            .where(Mandat.organe_id == organe_id, en_vigueur(jour))
            .order_by(Mandat.rang, Mandat.id)
        )
        .all()
    )


def mandataire(institution_id: int, identifiant: str | int, champ: str = "mandataire") -> Mandataire:
    """By identifier (or number). Raises Invalide at `champ`."""
    rang = numero(identifiant)
    critere = Mandataire.identifiant == str(identifiant) if rang is None else Mandataire.id == rang
    trouve = unite().scalar(select(Mandataire).where(Mandataire.institution_id == institution_id, critere))
    if trouve is None:
        raise Invalide([Faute(champ, f"« {identifiant} » n’est pas un mandataire connu ici.")])
    return trouve


def titulaires(role: str | None, service_id: int | None, groupe_id: int | None) -> Sequence[Agent]:
    """Active agents who hold a role in a service, or who belong to a group."""
    demande = select(Agent).join(Agent.appartenances).where(Agent.actif.is_(True)).order_by(Agent.nom, Agent.id)
    if groupe_id is not None:
        return unite().scalars(demande.where(Appartenance.groupe_id == groupe_id)).all()
    return unite().scalars(demande.where(Appartenance.role == role, Appartenance.service_id == service_id)).all()
