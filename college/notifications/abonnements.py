"""An act on a point: who is told, and what others need no longer be told."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from college import boite_envoi, horloge
from college.annonces import abonner
from college.droits import Acteur
from college.notifications import regles, requetes
from college.notifications.modele import Notification
from college.notifications.regles import Attente
from college.organisation.courriels import mode
from college.organisation.modele import Agent
from college.points.etats import avis_de, etat_de
from college.points.modele import Point
from college.points.valeurs import Etat, Passage, Phase
from college.transaction import unite

_AGENTS = select(Agent).where(Agent.id.in_(bindparam("agents", expanding=True)))


@abonner("point.passage")
def suivre(acteur: Acteur, point: Point, passage: Passage, etat: Etat | None = None) -> None:
    """Settle what was answered, tell those who are expected now, and the author what happened."""
    maintenant = horloge.maintenant()
    voulues = regles.attentes(etat or etat_de(point)) if etat or _attend_encore(point) else set()
    deja: set[Attente] = set()
    for ouverte in requetes.ouvertes_du_point(point):
        genres = ("a_viser", "avis_attendu") if ouverte.genre == "echeance" else (ouverte.genre,)
        tenues = voulues & {Attente(ouverte.agent_id, genre, ouverte.etape) for genre in genres}
        if tenues:
            deja |= tenues
        else:
            ouverte.reglee_le = maintenant
    neuves = voulues - deja
    if genre := regles.nouvelle(passage):
        neuves.add(Attente(point.auteur_id, genre, ""))
    for attente in sorted(neuves):
        if attente.agent_id != acteur.agent_id:
            _noter(point, attente, passage)
    _prevenir(point, {attente.agent_id for attente in neuves} - {acteur.agent_id})


@abonner("point.en_copie")
def communiquer(acteur: Acteur, point: Point, agents: set[int]) -> None:
    """Tell those in copy that they may read the point: once, and not those who heard of it by another title."""
    neufs = agents - {acteur.agent_id, point.auteur_id} - requetes.avertis(point)
    for agent in sorted(neufs):
        _noter(point, Attente(agent, "copie", ""), par=acteur.nom)
    _prevenir(point, neufs)


def _attend_encore(point: Point) -> bool:
    """False where the séance has taken the point and no advice is asked any more: there is nothing to fold."""
    phase = Phase(point.phase)
    if phase in (Phase.DECIDE, Phase.RETIRE):
        return False
    return phase is not Phase.INSCRIT or any(avis.rendu_le is None for avis in avis_de(point))


def rappeler(point: Point) -> None:
    """Tell once more those whose advice or visa is due in a few days."""
    neuves = regles.finissent(etat_de(point), horloge.aujourdhui()) - requetes.deja_dits(point)
    for attente in sorted(neuves):
        _noter(point, attente)
    _prevenir(point, {attente.agent_id for attente in neuves})


def _noter(point: Point, attente: Attente, passage: Passage | None = None, par: str = "") -> None:
    unite().add(
        Notification(
            institution_id=point.institution_id,
            agent_id=attente.agent_id,
            point_id=point.id,
            genre=attente.genre,
            etape=attente.etape,
            acteur_nom=passage.acteur_nom if passage else par,
            commentaire=passage.commentaire if passage else "",
            le=passage.le if passage else horloge.maintenant(),
        )
    )


def _prevenir(point: Point, agents: set[int]) -> None:
    """Only those who want mail at once: the others have their digest."""
    for agent in unite().scalars(_AGENTS, {"agents": sorted(agents)}) if agents else ():
        if agent.courriel and mode(agent.preferences) == "immediat":
            boite_envoi.deposer("prevenir", point.institution_id, agent=agent.id, point=point.id)
