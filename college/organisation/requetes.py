"""Reading the organisation. Everything is inside one institution; codes are unique there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from college import horloge
from college.droits import Acteur
from college.erreurs import Faute, Introuvable, Invalide
from college.organisation.modele import (
    Agent,
    Appartenance,
    Categorie,
    Delegation,
    Groupe,
    Institution,
    Mandat,
    Mandataire,
    Organe,
    Service,
)
from college.transaction import unite

T = TypeVar("T", Organe, Service, Groupe, Categorie)


def en_vigueur(jour: date) -> ColumnElement[bool]:
    """Mandates that run on a day (both ends included)."""
    return (Mandat.du <= jour) & or_(Mandat.au.is_(None), Mandat.au >= jour)


def acteur_de(agent: Agent, institution_id: int | None = None) -> Acteur:
    """The plain actor for an agent, in the institution asked for (his home one by default).

    Raises Introuvable when the agent is inactive or has nothing in that institution.
    """
    institution_id = institution_id or agent.institution_id
    jour = horloge.aujourdhui()
    appartenances = unite().scalars(select(Appartenance).where(Appartenance.agent_id == agent.id)).all()
    ici = [a for a in appartenances if a.institution_id == institution_id]
    mandats = unite().scalars(
        select(Mandat)
        .join(Mandat.mandataire)
        .where(Mandataire.agent_id == agent.id, Mandat.institution_id == institution_id, en_vigueur(jour))
    )
    mandats = list(mandats)
    if not agent.actif or not (ici or mandats or institution_id == agent.institution_id):
        raise Introuvable()
    delegations = unite().execute(
        select(Delegation.absent_id, Delegation.id).where(
            Delegation.delegue_id == agent.id,
            Delegation.institution_id == institution_id,
            Delegation.du <= jour,
            Delegation.au >= jour,
        )
    )
    return Acteur(
        agent_id=agent.id,
        identifiant=agent.identifiant,
        nom=agent.nom_complet,
        prenom=agent.prenom,
        genre=agent.genre,
        institution_id=institution_id,
        roles=frozenset((a.role, a.service_id) for a in ici if a.service_id is not None),
        groupes=frozenset(a.groupe_id for a in ici if a.groupe_id is not None),
        secretariats=frozenset(a.organe_id for a in ici if a.role == "secretaire" and a.organe_id is not None),
        administrateur=any(a.role == "administrateur" for a in ici),
        mandataire_id=mandats[0].mandataire_id if mandats else None,
        mandats={mandat.organe_id: mandat.mandataire_id for mandat in mandats},
        fonctions=frozenset((mandat.organe_id, mandat.fonction) for mandat in mandats),
        au_nom_de={ligne.absent_id: ligne.id for ligne in delegations},
    )


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
    critere = table.id == int(code) if isinstance(code, int) or str(code).isdigit() else table.code == str(code)
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
    numero = isinstance(identifiant, int) or str(identifiant).isdigit()
    critere = Mandataire.id == int(identifiant) if numero else Mandataire.identifiant == identifiant
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
