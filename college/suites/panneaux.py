"""What the suites say on the page of a séance and of a point."""

from __future__ import annotations

from sqlalchemy import func, select

from college.actes.modele import Acte
from college.droits import Acteur
from college.panneaux import Panneau, panneau
from college.seances.modele import Seance
from college.suites.modele import Expedition
from college.transaction import unite
from college.tutelle.modele import Envoi


@panneau("seance")
def _de_la_seance(acteur: Acteur, seance: Seance) -> Panneau | None:
    if seance.levee_le is None or not acteur.est_secretaire(seance.organe_id):
        return None
    demande = select(Expedition.etat, func.count()).where(Expedition.seance_id == seance.id).group_by(Expedition.etat)
    comptes = dict(unite().execute(demande).all())
    if not comptes:
        return None
    return Panneau("Suites", "suites/_panneau.html", {"comptes": comptes, "seance": seance.id})


@panneau("acte")
def _de_l_acte(acteur: Acteur, acte: Acte) -> Panneau | None:
    """The slip of each transmission to the supervising authority, for whoever sends it."""
    if acte.seance_id is None or not acteur.est_secretaire(acte.organe_id):
        return None
    envois = unite().execute(select(Envoi.id, Envoi.autorite).where(Envoi.acte_id == acte.id).order_by(Envoi.id)).all()
    lignes = [{"id": numero, "autorite": autorite} for numero, autorite in envois]
    return Panneau("Bordereau de transmission", "suites/_bordereau.html", {"envois": lignes}) if lignes else None
