"""Reading what follows: letters to send, tasks, measures in force, attendance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload, selectinload

from college import horloge
from college.actes import requetes as actes
from college.actes.modele import Acte
from college.droits import Acteur
from college.erreurs import Introuvable
from college.organisation.modele import Organe
from college.points import requetes as points
from college.points.droits import clos
from college.points.modele import Point
from college.seances.modele import Seance
from college.suites.modele import EtatPresences, Expedition, Mesure, Tache
from college.transaction import unite


def expeditions(acteur: Acteur, *, etat: str = "a_expedier", seance_id: int | None = None) -> Sequence[Expedition]:
    """The letters of the organes that the person keeps, those of a séance first asked for."""
    demande = (
        select(Expedition)
        .join(Point, Point.id == Expedition.point_id)
        .options(
            joinedload(Expedition.inscription), joinedload(Expedition.point), joinedload(Expedition.document),
            joinedload(Expedition.seance),
        )
        .where(Expedition.institution_id == acteur.institution_id, Point.organe_id.in_(acteur.secretariats))
    )  # fmt: skip
    if etat:
        demande = demande.where(Expedition.etat == etat)
    if seance_id is not None:
        demande = demande.where(Expedition.seance_id == seance_id)
    return unite().scalars(demande.order_by(Expedition.canal, Expedition.id).limit(500)).unique().all()


def expedition(acteur: Acteur, ref: int | str) -> Expedition:
    """One letter. Raises Introuvable."""
    trouvee = unite().get(Expedition, int(ref)) if str(ref).isdecimal() else None
    if trouvee is None or trouvee.institution_id != acteur.institution_id:
        raise Introuvable("Cet envoi n’existe pas, ou vous n’y avez pas accès.")
    if trouvee.point is None or not (acteur.systeme or acteur.est_secretaire(trouvee.point.organe_id)):
        raise Introuvable("Cet envoi n’existe pas, ou vous n’y avez pas accès.")
    return trouvee


def _miennes(acteur: Acteur) -> ColumnElement[bool]:
    """Tasks of the person's services, or of points of the organes that they keep."""
    return or_(
        Tache.service_id.in_(acteur.services),
        Tache.point_id.in_(select(Point.id).where(Point.organe_id.in_(acteur.secretariats))),
    )


def taches(acteur: Acteur, *, etat: str = "a_faire", en_retard: bool = False) -> Sequence[Tache]:
    """What is to be done, the soonest first; those without a date last."""
    demande = (
        select(Tache)
        .options(joinedload(Tache.point), joinedload(Tache.service))
        .where(Tache.institution_id == acteur.institution_id, _miennes(acteur))
        .where(Tache.point_id.in_(select(Point.id).where(points.visible(acteur))))
    )
    if etat:
        demande = demande.where(Tache.etat == etat)
    if en_retard:
        demande = demande.where(Tache.etat == "a_faire", Tache.echeance < horloge.aujourdhui())
    ordre = (Tache.echeance.is_(None), Tache.echeance, Tache.id)
    return unite().scalars(demande.order_by(*ordre).limit(500)).unique().all()


def tache(acteur: Acteur, ref: int | str) -> Tache:
    """One task. Raises Introuvable."""
    numero = int(ref) if str(ref).isdecimal() else 0
    demande = select(Tache).where(Tache.id == numero, Tache.institution_id == acteur.institution_id, _miennes(acteur))
    lisible = Tache.point_id.in_(select(Point.id).where(points.visible(acteur)))
    if (trouvee := unite().scalar(demande.where(lisible))) is None:
        raise Introuvable("Cette tâche n’existe pas, ou vous n’y avez pas accès.")
    return trouvee


def _connues(acteur: Acteur) -> ColumnElement[bool]:
    """What is in force is for everybody who works here, save a closed measure (a person): for who may read its act."""
    ouverts = select(Acte.id).where(Acte.huis_clos.is_(False), Acte.point_id.not_in(select(Point.id).where(clos())))
    lus = select(Acte.id).where(actes.visibles(acteur))
    ici = Mesure.institution_id == acteur.institution_id
    return ici & or_(Mesure.acte_id.in_(ouverts), Mesure.acte_id.in_(lus))


def mesures(acteur: Acteur, jour: date | None = None) -> Sequence[Mesure]:
    """The measures in force on that day (all of them without it), the latest first."""
    demande = (
        select(Mesure).options(joinedload(Mesure.acte), joinedload(Mesure.point_confirmation)).where(_connues(acteur))
    )
    if jour is not None:
        demande = demande.where(
            Mesure.du <= jour,
            or_(Mesure.au.is_(None), Mesure.au >= jour),
            or_(Mesure.levee_le.is_(None), Mesure.levee_le > jour),
            Mesure.confirmation != "caduque",
        )
    return unite().scalars(demande.order_by(Mesure.du.desc(), Mesure.id.desc()).limit(300)).unique().all()


def mesure(acteur: Acteur, ref: int | str) -> Mesure:
    """One measure. Raises Introuvable."""
    numero = int(ref) if str(ref).isdecimal() else 0
    if (trouvee := unite().scalar(select(Mesure).where(Mesure.id == numero, _connues(acteur)))) is None:
        raise Introuvable("Cette mesure n’existe pas, ou vous n’y avez pas accès.")
    return trouvee


def seances_tenues(organe: Organe, du: date, au: date) -> Sequence[Seance]:
    """The closed séances of an organe over a period, oldest first, with their lines."""
    demande = (
        select(Seance)
        .options(selectinload(Seance.inscriptions))
        .where(Seance.organe_id == organe.id, Seance.levee_le.is_not(None))
        .order_by(Seance.debut)
    )
    return [s for s in unite().scalars(demande) if du <= horloge.locale(s.debut).date() <= au]


def etat_presences(organe: Organe, du: date, au: date) -> EtatPresences | None:
    """The sheet as it was validated, if it was."""
    return unite().scalar(
        select(EtatPresences).where(
            EtatPresences.organe_id == organe.id, EtatPresences.du == du, EtatPresences.au == au
        )
    )
