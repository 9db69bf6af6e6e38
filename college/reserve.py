"""Connections of the pool that rested are tried before they serve again; those that just served are not.

SQLAlchemy's `pool_pre_ping` asks each time: one round trip more for every ballot of a burst. A server that was
restarted has cut what rested; what was given back an instant ago is believed.
"""

from __future__ import annotations

import time
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DisconnectionError

REPOS = 0.1  # seconds: a burst takes less, a server that starts again takes more


def eprouver_les_reposees(moteur: Engine) -> None:
    """From now on; a connection that is dead is replaced, and nobody hears of it."""

    @event.listens_for(moteur, "checkin")
    def _rendre(_connexion: Any, fiche: Any) -> None:
        fiche.info["rendue"] = time.monotonic()

    @event.listens_for(moteur, "checkout")
    def _prendre(connexion: Any, fiche: Any, _tenue: Any) -> None:
        rendue = fiche.info.pop("rendue", None)
        if rendue is None or time.monotonic() - rendue < REPOS:  # new, or warm
            return
        try:
            moteur.dialect.do_ping(connexion)
        except moteur.dialect.loaded_dbapi.Error as coupee:
            raise DisconnectionError from coupee
