"""The palette finds a séance by its day, whatever the way of writing it, inside what one may see."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from college import horloge
from college.organisation.modele import Organe
from college.points import aller
from college.seances.modele import Seance
from college.transaction import ecriture, lecture, unite


def test_la_palette_mene_a_une_seance_par_son_jour(monde, app):
    with ecriture():
        organe = unite().scalars(select(Organe).where(Organe.code == "college", Organe.institution_id == monde.institution_id)).one()  # fmt: skip # noqa: E501
        debut = datetime(2026, 11, 27, 14, tzinfo=horloge.BRUXELLES)
        seance = Seance(institution_id=monde.institution_id, organe_id=organe.id, debut=debut, numero=1, cree_le=debut)
        unite().add(seance)
    with lecture():
        chantal, fatima = monde.acteur("chantal"), monde.acteur("fatima")
        lus = [[lien.url for lien in aller.ailleurs(chantal, q)] for q in ("27/11/2026", "27 novembre", "lundi 3")]
        assert lus == [[f"/app/seances/{seance.id}"]] * 2 + [[]]
        assert aller.ailleurs(fatima, "27/11/2026") == []
