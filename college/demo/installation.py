"""Make the demo when the database is empty, and say who its people are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from college import migrations, transaction
from college.demo import scenario
from college.demo.scene import COMMUNE
from college.erreurs import Refus
from college.organisation import mots_de_passe
from college.organisation.modele import Agent, Appartenance, Institution, Mandat, Mandataire, Organe, Service
from college.settings import Settings
from college.transaction import ecriture, lecture, unite

MOT_DE_PASSE = "lavoir-tilleuls-2026"
INSTITUTIONS = (COMMUNE, f"cpas-{COMMUNE}")
ROLES = {
    "redacteur": "rédaction",
    "chef_service": "chef de service",
    "lecteur": "lecture",
    "conseiller_avis": "avis",
    "secretaire": "secrétariat",
    "administrateur": "administration",
    "membre": "groupe",
}


@dataclass(frozen=True)
class Personne:
    """Somebody of the demo whom one may become."""

    identifiant: str
    nom: str
    roles: tuple[str, ...]

    def en_clair(self) -> dict[str, Any]:
        """As `college demo --json` prints it."""
        return {
            "identifiant": self.identifiant,
            "mot_de_passe": MOT_DE_PASSE,
            "nom": self.nom,
            "roles": list(self.roles),
        }


def assurer(settings: Settings, dire: Callable[[str], None]) -> bool:
    """Make the demo unless it is there; True when it was made. Raises Refus outside demo mode."""
    if settings.env == "production" or not settings.demo:
        raise Refus("La démonstration est coupée (COLLEGE_DEMO=0, ou production) : importez un paquet communal.")
    migrations.monter(transaction.moteur())
    with lecture():
        existantes = list(unite().scalars(select(Institution.code).order_by(Institution.id)))
    if COMMUNE in existantes:
        return False
    if existantes:
        raise Refus(
            f"La base contient déjà {', '.join(existantes)} : la démonstration se crée dans une base vide "
            "(changez COLLEGE_DATA_DIR)."
        )
    dire("Création de la commune de démonstration : environ une minute.")
    scenario.jouer(dire)
    _donner_les_mots_de_passe()
    return True


def _donner_les_mots_de_passe() -> None:
    """One password for all the people of the demo: only demo mode lets them in."""
    empreinte = mots_de_passe.hacher(MOT_DE_PASSE)
    with ecriture():
        for agent in unite().scalars(select(Agent)):
            agent.mot_de_passe = empreinte


def personnes() -> list[Personne]:
    """The people of the demo, in the order of the paquets, with what they do."""
    with lecture():
        demande = (
            select(Agent)
            .options(selectinload(Agent.appartenances))
            .join(Institution, Institution.id == Agent.institution_id)
            .where(Institution.code.in_(INSTITUTIONS))
            .order_by(Agent.id)
        )
        noms = _noms()
        mandats = _mandats()
        return [
            Personne(agent.identifiant, agent.nom_complet, _roles(agent, noms, mandats))
            for agent in unite().scalars(demande)
        ]


def _noms() -> dict[tuple[str, int], str]:
    services = unite().execute(select(Service.id, Service.nom))
    organes = unite().execute(select(Organe.id, Organe.nom))
    return {("s", numero): nom for numero, nom in services} | {("o", numero): nom for numero, nom in organes}


def _mandats() -> dict[int, list[str]]:
    """The functions of each agent: « Conseil communal (échevin) »."""
    demande = select(Mandat).options(joinedload(Mandat.mandataire), joinedload(Mandat.organe)).order_by(Mandat.id)
    tenus: dict[int, list[str]] = {}
    for mandat in unite().scalars(demande.join(Mandataire).where(Mandataire.agent_id.is_not(None))):
        fonction = mandat.fonction.replace("_", " ")
        tenus.setdefault(mandat.mandataire.agent_id or 0, []).append(f"{fonction} ({mandat.organe.nom})")
    return tenus


def _roles(agent: Agent, noms: dict[tuple[str, int], str], mandats: dict[int, list[str]]) -> tuple[str, ...]:
    tenus = [_role(tenue, noms) for tenue in sorted(agent.appartenances, key=lambda t: t.id) if not tenue.groupe_id]
    return tuple([*tenus, *mandats.get(agent.id, [])])


def _role(tenue: Appartenance, noms: dict[tuple[str, int], str]) -> str:
    role = ROLES.get(tenue.role, tenue.role)
    ou = noms.get(("s", tenue.service_id or 0)) or noms.get(("o", tenue.organe_id or 0))
    return f"{role}, {ou}" if ou else role


def presentation(gens: list[Personne]) -> list[str]:
    """The lines that `make run` and `college demo` print."""
    return [
        "Personnes de démonstration :",
        *(f"{p.identifiant:<12}  {MOT_DE_PASSE}  {' ; '.join(p.roles) or 'sans rôle'} — {p.nom}" for p in gens),
    ]
