"""The search index is a copy: lost, it is made again from the database without anybody asking."""

from __future__ import annotations

import logging

from sqlalchemy import func, select

from college.boite_envoi import periodique
from college.publication import index
from college.publication.modele import Publication
from college.transaction import lecture, unite

trace = logging.getLogger(__name__)


@periodique(60)
def refaire_l_index_perdu() -> None:
    """An index that was deleted, or restored from an older day, holds fewer pages than were given to it."""
    donnees = (Publication.etat == "publiee") & Publication.retenue.is_(False) & Publication.a_indexer.is_(False)
    with lecture():
        attendues = unite().scalar(select(func.count()).where(donnees)) or 0
    if index.publique().etat().documents < attendues:
        trace.warning("The public index lacks pages: rebuilt from the database, %s cards.", index.reconstruire())
