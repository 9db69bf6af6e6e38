"""Changing one's own notifications: read, all read."""

from __future__ import annotations

from sqlalchemy import update

from college import horloge
from college.droits import Acteur, exige
from college.notifications.modele import Notification
from college.transaction import unite


@exige("connecte")
def lire(acteur: Acteur, notification: Notification) -> Notification:
    """The person opened it: personal, not journalled. `requetes.une` has said that it is theirs."""
    if notification.lue_le is None:
        notification.lue_le = horloge.maintenant()
    return notification


@exige("connecte")
def tout_lire(acteur: Acteur) -> None:
    """Nothing left in the bell."""
    siennes = (Notification.agent_id == acteur.agent_id, Notification.institution_id == acteur.institution_id)
    unite().execute(
        update(Notification).where(*siennes, Notification.lue_le.is_(None)).values(lue_le=horloge.maintenant())
    )
