"""Who has charge of a decided matter among the members: he receives his relevé as the services do (pratique §10)."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import exists, select

from college.organisation.courriels import mode
from college.organisation.modele import Agent, Groupe, Mandataire
from college.points.modele import Point
from college.seances.modele import Inscription, Presence
from college.suites.regles import Destinataire
from college.transaction import unite


def en_charge(inscriptions: Collection[int]) -> dict[int, Destinataire]:
    """By line, the member in charge who reads mail; never one who withdrew from it for interest (L1122-19)."""
    retrait = exists().where(
        Presence.inscription_id == Inscription.id,
        Presence.mandataire_id == Mandataire.id,
        Presence.evenement == "se_retire",
    )
    demande = (
        select(Inscription.id, Mandataire, Agent)
        .join(Point, Point.id == Inscription.point_id)
        .join(Groupe, Groupe.id == Point.groupe_en_charge_id)
        .join(Mandataire, Mandataire.id == Groupe.mandataire_id)
        .join(Agent, Agent.id == Mandataire.agent_id)
        .where(Inscription.id.in_(inscriptions), Agent.actif.is_(True), Agent.courriel != "", ~retrait)
    )
    return {
        ligne: Destinataire(elu.nom_complet, "elu", agent.courriel, "courriel", "releve")
        for ligne, elu, agent in unite().execute(demande)
        if mode(agent.preferences) != "aucun"
    }
