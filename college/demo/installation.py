"""Make the demo when the database is empty, and say who its people are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from college import migrations, transaction
from college.demo import scenario
from college.demo.scene import COMMUNE
from college.erreurs import Refus
from college.organisation import mots_de_passe
from college.organisation.modele import (
    Agent,
    Appartenance,
    Groupe,
    Institution,
    Mandat,
    Mandataire,
    Organe,
    Service,
)
from college.organisation.presentation import fiches
from college.settings import Settings
from college.transaction import ecriture, lecture, unite

MOT_DE_PASSE = "lavoir-tilleuls-2026"
INSTITUTIONS = (COMMUNE, f"cpas-{COMMUNE}")


@dataclass(frozen=True)
class Personne:
    """Somebody of the demo whom one may become."""

    identifiant: str
    nom: str
    titres: tuple[str, ...]
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
    scenario.jouer(settings, dire)
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
            .join(Institution, Institution.id == Agent.institution_id)
            .where(Institution.code.in_(INSTITUTIONS))
            .order_by(Agent.id)
        )
        agents = unite().scalars(demande).all()
        codes = _codes()
        return [
            Personne(agent.identifiant, agent.nom_complet, fiche.roles, tuple(codes.get(agent.id, ())))
            for agent, fiche in zip(agents, fiches(agents), strict=True)
        ]


def _codes() -> dict[int, list[str]]:
    """What each agent holds, as the paquet names it: « redacteur:travaux », « bourgmestre:college »."""
    roles = select(Appartenance.agent_id, Appartenance.role, Service.code, Organe.code, Groupe.code)
    for table, cle in (
        (Service, Appartenance.service_id),
        (Organe, Appartenance.organe_id),
        (Groupe, Appartenance.groupe_id),
    ):
        roles = roles.outerjoin(table, table.id == cle)
    fonctions = (
        select(Mandataire.agent_id, Mandat.fonction, Organe.code)
        .join(Mandat, Mandat.mandataire_id == Mandataire.id)
        .join(Organe, Organe.id == Mandat.organe_id)
        .where(Mandataire.agent_id.is_not(None))
    )
    tenus: dict[int, list[str]] = {}
    for agent_id, role, *lieux in unite().execute(roles.order_by(Appartenance.id)):
        lieu = next((lieu for lieu in lieux if lieu), None)
        tenus.setdefault(agent_id, []).append(f"{role}:{lieu}" if lieu else role)
    for mandataire, fonction, organe in unite().execute(fonctions.order_by(Mandat.id)):
        tenus.setdefault(mandataire or 0, []).append(f"{fonction}:{organe}")
    return tenus


def presentation(gens: list[Personne]) -> list[str]:
    """The lines that `make run` and `college demo` print."""
    return [
        "Personnes de démonstration :",
        *(f"{p.identifiant:<10}  {MOT_DE_PASSE}  {p.nom} : {' ; '.join(p.titres)}" for p in gens),
    ]
