"""What the suites bring to an agenda: the acts that an authority took alone, and the tasks whose day has passed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from college import francais, horloge
from college.organisation.modele import Organe
from college.points.droits import clos
from college.points.modele import Point
from college.seances import rassemblement
from college.seances.modele import Inscription, Seance
from college.seances.rassemblement import Recolte
from college.suites import mesures
from college.suites.modele import Tache
from college.transaction import unite

EXECUTIFS = ("college", "bureau_permanent")


@rassemblement.rassembleur
def arretes(seance: Seance, lignes: Mapping[str, Inscription]) -> Iterable[Recolte]:
    """The collège takes note of the bourgmestre's acts."""
    if seance.organe.type != "college":
        return
    restants = mesures.a_communiquer(seance.organe, lignes.get("arretes"))
    if restants:
        libelle = francais.compte(len(restants), "arrêté") + " du bourgmestre à communiquer"
        lies = [acte.point for acte in restants if acte.point is not None]
        yield Recolte("arretes", libelle, mesures.en_point(restants), lies)


@rassemblement.rassembleur
def taches_en_retard(seance: Seance, lignes: Mapping[str, Inscription]) -> Iterable[Recolte]:
    """The executive follows what its decisions, and those of its assembly, charged services with."""
    if seance.organe.type not in EXECUTIFS or not (en_retard := _en_retard(seance.organe)):
        return
    donnees = {
        "nature": "communication",
        "titre": f"Suivi des décisions : tâches en retard ({len(en_retard)})",
        "dispositif": "<p>PREND CONNAISSANCE des tâches dont l’échéance est passée :</p><ul>"
        + "".join(f"<li>{_dire(tache)}</li>" for tache in en_retard)
        + "</ul>",
    }
    yield Recolte("taches", francais.compte(len(en_retard), "tâche", feminin=True) + " en retard", donnees)


def _en_retard(organe: Organe) -> list[Tache]:
    suivis = [o.id for o in rassemblement.organes_suivis(organe)]
    demande = (
        select(Tache)
        .join(Point, Point.id == Tache.point_id)
        .options(joinedload(Tache.point), joinedload(Tache.service))
        .where(Point.organe_id.in_(suivis), Tache.etat == "a_faire", Tache.echeance < horloge.aujourdhui())
        .where(~clos())  # agents of the whole house read this list: a closed affair is followed on its own page
    )
    return list(unite().scalars(demande.order_by(Tache.echeance, Tache.id)))


def _dire(tache: Tache) -> str:
    """« Finances : Charge le service Finances du paiement (2026-0012, échéance le 1er décembre 2026). »."""
    jour = francais.date_longue(tache.echeance) if tache.echeance else ""
    return francais.insecables(
        f"{escape(tache.service.nom)} : {escape(tache.libelle.rstrip('.'))} "
        f"({escape(tache.point.reference)}, échéance le {jour})."
    )
