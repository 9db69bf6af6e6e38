"""Kept answers are of use for a few days only: who repeats a request does so within minutes."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete

from college import horloge
from college.api.modele import ReponseGardee
from college.boite_envoi import periodique
from college.transaction import ecriture

GARDE = timedelta(days=7)


@periodique(3600)
def oublier() -> None:
    """Forget the answers that nobody will ask for again."""
    with ecriture() as unite:
        unite.execute(delete(ReponseGardee).where(ReponseGardee.le < horloge.systeme() - GARDE))
