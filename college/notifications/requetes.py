"""Reading notifications: always inside `visible`, so that nothing is told to who lost the right."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from college import horloge
from college.droits import Acteur
from college.erreurs import Introuvable
from college.notifications.modele import Notification
from college.notifications.regles import PEREMPTION, RAPPEL, Attente
from college.organisation.modele import Agent, Delegation
from college.points.avis.modele import Avis
from college.points.droits import clos, visible
from college.points.modele import Point
from college.transaction import unite

MONTREES = 100
_OUVERTES = select(Notification).where(  # built once: every act on a point asks it
    Notification.point_id == bindparam("point"),
    Notification.reglee_le.is_(None),
    Notification.genre.in_(("a_viser", "avis_attendu", "echeance", "renvoye")),
)


def _de(acteur: Acteur) -> ColumnElement[bool]:
    return (Notification.agent_id == acteur.agent_id) & (Notification.institution_id == acteur.institution_id)


def _lisibles(acteur: Acteur) -> Select[Any]:
    return (
        select(Notification)
        .join(Notification.point)
        .options(contains_eager(Notification.point).joinedload(Point.organe))
        .where(_de(acteur), visible(acteur))
    )


def nombre(acteur: Acteur) -> Select[Any]:
    """How many are neither read nor settled, for the bell."""
    ouvertes = _de(acteur) & Notification.lue_le.is_(None) & Notification.reglee_le.is_(None)
    return select(func.count(Notification.id)).join(Notification.point).where(ouvertes, visible(acteur))


def liste(acteur: Acteur) -> list[Notification]:
    """The last ones, newest first."""
    demande = _lisibles(acteur).order_by(Notification.le.desc(), Notification.id.desc())
    return list(unite().scalars(demande.limit(MONTREES)))


def une(acteur: Acteur, numero: int) -> Notification:
    """One of the person's own. Raises Introuvable."""
    trouvee = unite().scalar(_lisibles(acteur).where(Notification.id == numero))
    if trouvee is None:
        raise Introuvable("Cette notification n’existe plus, ou vous n’avez plus accès à son point.")
    return trouvee


def a_dire(acteur: Acteur, point_id: int | None = None) -> list[tuple[Notification, bool]]:
    """What no mail has told yet and still matters, oldest first, and whether a mail must stay neutral about it."""
    demande = _lisibles(acteur).add_columns(clos().label("neutre")).where(_a_dire())
    if point_id:
        demande = demande.where(Notification.point_id == point_id)
    return [(ligne.Notification, bool(ligne.neutre)) for ligne in unite().execute(demande.order_by(Notification.id))]


def _a_dire() -> ColumnElement[bool]:
    """Not read, not settled, not too old; and no mail of this dossier has left today (the law of the room)."""
    maintenant = horloge.maintenant()
    matin = horloge.locale(maintenant).replace(hour=0, minute=0, second=0, microsecond=0)
    ce_jour = aliased(Notification)
    deja = exists().where(
        ce_jour.agent_id == Notification.agent_id,
        ce_jour.point_id == Notification.point_id,
        ce_jour.envoyee_le >= matin,
    )
    ouverte = Notification.lue_le.is_(None) & Notification.reglee_le.is_(None)
    return ouverte & Notification.envoyee_le.is_(None) & (Notification.le > maintenant - PEREMPTION) & ~deja


def en_attente() -> list[tuple[Agent, Any]]:
    """(agent, oldest instant) of who has something to be told by mail."""
    demande = (
        select(Agent, func.min(Notification.le))
        .join(Notification, Notification.agent_id == Agent.id)
        .where(_a_dire(), Agent.actif.is_(True), Agent.courriel != "")
        .group_by(Agent.id)
    )
    return [(agent, le) for agent, le in unite().execute(demande)]


def absent(agent_id: int) -> bool:
    """True while somebody else acts in this person's name: mail goes to the delegate."""
    jour = horloge.aujourdhui()
    demande = select(Delegation.id).where(
        Delegation.absent_id == agent_id, Delegation.du <= jour, Delegation.au >= jour
    )
    return unite().scalar(demande.limit(1)) is not None


def ouvertes_du_point(point: Point) -> list[Notification]:
    """What is asked of people about a point and not settled yet."""
    return list(unite().scalars(_OUVERTES, {"point": point.id}))


def avertis(point: Point) -> set[int]:
    """Who was ever told something of this point."""
    return set(unite().scalars(select(Notification.agent_id).where(Notification.point_id == point.id)))


def qui_finissent() -> list[Point]:
    """The points of which an advice or a visa is due within the days of `regles.RAPPEL`."""
    jour = horloge.aujourdhui()
    avis_dus = select(Avis.point_id).where(Avis.rendu_le.is_(None), Avis.echeance.between(jour, jour + RAPPEL))
    vises = and_(Point.phase == "en_validation", Point.echeance.between(jour, jour + RAPPEL))
    return list(unite().scalars(select(Point).where(or_(Point.id.in_(avis_dus), vises)).order_by(Point.id)))


def deja_dits(point: Point) -> set[Attente]:
    """Who was told within these days: of the end of the delay, or that something was asked of them at all."""
    recents = Notification.le > horloge.maintenant() - RAPPEL - timedelta(days=1)
    demande = select(Notification.agent_id, Notification.etape).where(
        Notification.point_id == point.id, Notification.genre.in_(("a_viser", "avis_attendu", "echeance")), recents
    )
    return {Attente(agent, "echeance", etape) for agent, etape in unite().execute(demande)}
