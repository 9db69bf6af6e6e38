"""The approval point of the next séance approves the minutes that it names, when that séance closes."""

from __future__ import annotations

from typing import Any

from college.annonces import abonner
from college.droits import Acteur
from college.seances import pv_precedents
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
    """The one that the line names; found now where nothing waited yet when the line was inscribed."""
    pv_precedents.designer(ligne)
    return unite().get(Seance, ligne.pv_de_id) if ligne.pv_de_id else None
