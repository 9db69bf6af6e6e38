"""From rows to the plain actor, in one statement: what a person holds, where, today."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Integer,
    Select,
    String,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import QueryableAttribute

from college.droits import Acteur
from college.organisation.modele import Agent, Appartenance, Delegation, Mandat, Mandataire, Organe


def en_vigueur(jour: date | BindParameter[Any]) -> ColumnElement[bool]:
    """Mandates that run on a day (both ends included)."""
    return (Mandat.du <= jour) & or_(Mandat.au.is_(None), Mandat.au >= jour)


def fait(genre: str, institution: Any, texte: Any, a: Any = None, b: Any = None, c: Any = None) -> list[Any]:
    """The columns of one fact."""
    vide = cast(null(), Integer)
    texte = cast(texte, String) if texte is not None else literal("")
    return [
        literal(genre).label("genre"),
        institution.label("institution_id"),
        texte.label("texte"),
        *((vide if x is None else x).label(nom) for nom, x in zip("abc", (a, b, c), strict=True)),
    ]


def _tenus(jour: date | BindParameter[Any]) -> list[tuple[Select[*tuple[Any, ...]], QueryableAttribute[Any]]]:
    """What may be held on that day, and the column of who holds it."""
    role = Appartenance
    appartenances = select(
        *fait("role", role.institution_id, role.role, role.service_id, role.organe_id, role.groupe_id)
    )
    mandats = select(*fait("mandat", Mandat.institution_id, Mandat.fonction, Mandat.mandataire_id, Mandat.organe_id))
    delegations = select(*fait("delegation", Delegation.institution_id, None, Delegation.absent_id, Delegation.id))
    elu = mandats.join(Mandataire, Mandataire.id == Mandat.mandataire_id).where(en_vigueur(jour))
    return [
        (appartenances, role.agent_id),
        (elu, Mandataire.agent_id),
        (delegations.where(Delegation.du <= jour, Delegation.au >= jour), Delegation.delegue_id),
    ]


def faits(agent_id: Any, jour: date | BindParameter[Any]) -> CompoundSelect[Any]:
    """(genre, institution_id, texte, a, b, c) of everything that the agent holds; `agent_id` may be a subquery."""
    return union_all(*(demande.where(agent == agent_id) for demande, agent in _tenus(jour)))


def faits_de(agents: Collection[int], jour: date) -> list[Select[Any]]:
    """The same for several agents, each row with its `agent_id`: parts of one union."""
    return [demande.add_columns(agent.label("agent_id")).where(agent.in_(agents)) for demande, agent in _tenus(jour)]


def organes_de(institution_id: Any) -> Select[Any]:
    """The active organes of an institution, in the same shape."""
    return select(*fait("organe", Organe.institution_id, Organe.nom, Organe.id, Organe.rang)).where(
        Organe.actif.is_(True), Organe.institution_id == institution_id
    )


@dataclass(frozen=True)
class Personne:
    """What the actor needs of an agent."""

    id: int
    identifiant: str
    prenom: str
    nom: str
    genre: str
    institution_id: int
    actif: bool


def acteur_depuis(personne: Personne | Agent, lignes: Iterable[Any], institution_id: int) -> Acteur | None:
    """The actor in an institution; None when inactive, or a stranger there."""
    ici = [ligne for ligne in lignes if ligne.institution_id == institution_id and ligne.genre != "organe"]
    if not personne.actif or not (ici or institution_id == personne.institution_id):
        return None
    roles = [ligne for ligne in ici if ligne.genre == "role"]
    mandats = [ligne for ligne in ici if ligne.genre == "mandat"]
    return Acteur(
        agent_id=personne.id,
        identifiant=personne.identifiant,
        nom=f"{personne.prenom} {personne.nom}",
        prenom=personne.prenom,
        genre=personne.genre,
        institution_id=institution_id,
        roles=frozenset((r.texte, r.a) for r in roles if r.a is not None),
        groupes=frozenset(r.c for r in roles if r.c is not None),
        secretariats=frozenset(r.b for r in roles if r.texte == "secretaire" and r.b is not None),
        administrateur=any(r.texte == "administrateur" for r in roles),
        mandataire_id=mandats[0].a if mandats else None,
        mandats={m.b: m.a for m in mandats},
        fonctions=frozenset((m.b, m.texte) for m in mandats),
        au_nom_de={d.a: d.b for d in ici if d.genre == "delegation"},
    )
