"""The approval point of the next séance approves the minutes that it names, when that séance closes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from college.annonces import abonner
from college.droits import Acteur
from college.seances.modele import Inscription, Seance
from college.seances.proces_verbal import services
from college.transaction import unite


@abonner("seance.levee")
def _approuver_les_pv(acteur: Acteur, seance: Seance, **_: Any) -> None:
    for ligne in seance.inscriptions:
        if ligne.point.nature == "pv" and ligne.issue in ("accepte", "accepte_modifie"):
            approuvee = _seance_visee(ligne)
            if approuvee is not None and approuvee.etat == "arretee":
                parties = {"huis_clos"} if ligne.huis_clos else {"publique", "integrale"}
                services.approuver(acteur, approuvee, parties, par=ligne)


def _seance_visee(ligne: Inscription) -> Seance | None:
    """The one that the line names, else the last settled séance of the organe before this one."""
    if ligne.pv_de_id is None:
        avant = select(Seance.id).where(
            Seance.organe_id == ligne.seance.organe_id,
            Seance.debut < ligne.seance.debut,
            Seance.etat == "arretee",
        )
        ligne.pv_de_id = unite().scalar(avant.order_by(Seance.debut.desc()).limit(1))
    return unite().get(Seance, ligne.pv_de_id) if ligne.pv_de_id else None
