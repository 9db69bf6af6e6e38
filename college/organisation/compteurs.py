"""Gapless numbers, taken in the transaction that uses them: a rolled-back act gives its number back."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from college.organisation.modele import Compteur
from college.transaction import unite


def suivant(institution_id: int, nature: str, annee: int, organe_id: int = 0) -> int:
    """The next number of (nature, organe, year), under a row lock (SQLite: the writer is alone)."""
    criteres = (
        Compteur.institution_id == institution_id,
        Compteur.nature == nature,
        Compteur.organe_id == organe_id,
        Compteur.annee == annee,
    )
    demande = select(Compteur).where(*criteres).with_for_update()
    compteur = unite().scalar(demande)
    if compteur is None:
        nouveau = Compteur(institution_id=institution_id, nature=nature, organe_id=organe_id, annee=annee, dernier=0)
        # Two first numbers at once: the second waits on the unique key, then finds the row below.
        with suppress(IntegrityError), unite().begin_nested():
            unite().add(nouveau)
        compteur = unite().scalars(demande).one()
    compteur.dernier += 1
    unite().flush()
    return compteur.dernier
