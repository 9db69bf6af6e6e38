"""Reading the séances: what a person may see, with the lines of an agenda that are closed to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload, selectinload

from college import horloge
from college.droits import Acteur
from college.erreurs import Introuvable
from college.organisation.modele import Organe
from college.organisation.reglages import ReglagesOrgane, reglages_organe
from college.points import requetes as points
from college.points.modele import Point
from college.seances.modele import Inscription, OrdreDuJourVersion, Scrutin, Seance
from college.transaction import unite

ENVOYEES = ("convoquee", "ouverte", "suspendue", "levee", "arretee", "pv_approuve", "archivee")


def reglages(organe: Organe) -> ReglagesOrgane:
    """The keys in force of an organe."""
    return reglages_organe(organe.type, organe.reglages)


def visibles(acteur: Acteur) -> ColumnElement[bool]:
    """Séances of the institution: all for their secretaries and members, the convened ones for its agents.

    Who has no work in the house (a member of another organe, an administrator alone) sees nothing of them.
    """
    ici = Seance.institution_id == acteur.institution_id
    if acteur.systeme:
        return ici
    miens = acteur.secretariats | acteur.mandats.keys()
    if not (acteur.roles or acteur.groupes or acteur.secretariats):
        return ici & Seance.organe_id.in_(miens)
    # Organes under social secrecy leave no trace for those who do not sit there (pratique §11).
    discrets = select(Organe.id).where(Organe.reglages["secret_social"].as_boolean().is_(True))
    ouvertes = Seance.organe_id.not_in(discrets)
    return ici & or_(Seance.organe_id.in_(miens), ouvertes & Seance.etat.in_(ENVOYEES))


def seance(acteur: Acteur, ref: int | str) -> Seance:
    """A séance with its lines, or Introuvable."""
    trouvee = None
    if str(ref).isdecimal():
        demande = select(Seance).options(*CHARGEMENT).where(Seance.id == int(ref), visibles(acteur))
        trouvee = unite().scalar(demande)
    if trouvee is None:
        raise Introuvable("Cette séance n’existe pas, ou vous n’y avez pas accès.")
    return trouvee


def revision(acteur: Acteur, ref: int) -> int:
    """What a screen that follows asks first: has anything changed? (One light statement.)"""
    trouvee = unite().scalar(select(Seance.revision).where(Seance.id == ref, visibles(acteur)))
    if trouvee is None:
        raise Introuvable("Cette séance n’existe pas, ou vous n’y avez pas accès.")
    return trouvee


LIGNES = selectinload(Seance.inscriptions)
CHARGEMENT = (
    LIGNES.joinedload(Inscription.point, innerjoin=True).joinedload(Point.service, innerjoin=True),
    LIGNES.joinedload(Inscription.point, innerjoin=True).joinedload(Point.groupe_en_charge),
    LIGNES.joinedload(Inscription.decisions),
    LIGNES.selectinload(Inscription.scrutins),
)


def inscription(acteur: Acteur, ref: int | str) -> Inscription:
    """A line of an agenda that the person may read, or Introuvable."""
    trouvee = unite().get(Inscription, int(ref)) if str(ref).isdecimal() else None
    if trouvee is None:
        raise Introuvable("Ce point n’est pas à l’ordre du jour, ou vous n’y avez pas accès.")
    seance(acteur, trouvee.seance_id)
    if not lisibles(acteur, [trouvee]):
        raise Introuvable("Ce point n’est pas à l’ordre du jour, ou vous n’y avez pas accès.")
    return trouvee


def scrutin(acteur: Acteur, ref: int | str) -> Scrutin:
    """A vote on a line that the person may read, or Introuvable."""
    trouve = unite().get(Scrutin, int(ref)) if str(ref).isdecimal() else None
    if trouve is None:
        raise Introuvable("Ce vote n’existe pas, ou vous n’y avez pas accès.")
    inscription(acteur, trouve.inscription_id)
    return trouve


def lisibles(acteur: Acteur, inscriptions: Iterable[Inscription]) -> set[int]:
    """Among these lines, those whose point the person may read (the others show their number only)."""
    lignes = list(inscriptions)
    par_point = {i.point_id: i.id for i in lignes}
    if not par_point:
        return set()
    if acteur.systeme or all(acteur.est_secretaire(i.seance.organe_id) for i in lignes):
        return set(par_point.values())  # whoever keeps the minutes of an organe reads all that is on its agenda
    vus = unite().scalars(select(Point.id).where(Point.id.in_(par_point), points.visible(acteur)))
    return {par_point[point_id] for point_id in vus}


def liste(acteur: Acteur, *, organe_id: int | None = None, a_venir: bool | None = None) -> Select[Seance]:
    """The séances that the person sees, soonest first for those to come, latest first for the past."""
    demande = select(Seance).options(joinedload(Seance.organe)).where(visibles(acteur))
    if organe_id is not None:
        demande = demande.where(Seance.organe_id == organe_id)
    if a_venir is None:
        return demande.order_by(Seance.debut.desc(), Seance.id.desc())
    ouvertes = Seance.etat.in_(("en_preparation", "convoquee", "ouverte", "suspendue"))
    if a_venir:
        return demande.where(ouvertes).order_by(Seance.debut, Seance.id)
    return demande.where(~ouvertes).order_by(Seance.debut.desc(), Seance.id.desc())


def prochaines(organe_id: int, depuis: datetime | None = None) -> Sequence[Seance]:
    """The séances of an organe still to come."""
    demande = select(Seance).where(
        Seance.organe_id == organe_id,
        Seance.debut >= (depuis or horloge.maintenant()),
        Seance.etat.in_(("en_preparation", "convoquee")),
    )
    return unite().scalars(demande.order_by(Seance.debut)).all()


def points_disponibles(acteur: Acteur, seance_: Seance) -> list[Point]:
    """Validated points for this séance: its own wish or none; once sent, only those that wish it or an
    earlier one, which enter as late (P16–P18)."""
    demande = (
        select(Point, Seance.debut)
        .outerjoin(Seance, Seance.id == Point.seance_souhaitee_id)
        .options(joinedload(Point.service), joinedload(Point.auteur), joinedload(Point.groupe_en_charge))
        .where(Point.organe_id == seance_.organe_id, Point.phase == "valide", points.visible(acteur))
        .order_by(Point.soumis_le, Point.id)
    )
    figee = seance_.etat != "en_preparation"
    return [
        point
        for point, souhait in unite().execute(demande)
        if (souhait is None and not figee) or (souhait is not None and souhait <= seance_.debut)
    ]


def versions(seance_: Seance) -> Sequence[OrdreDuJourVersion]:
    """The agendas that were sent, oldest first."""
    demande = select(OrdreDuJourVersion).where(OrdreDuJourVersion.seance_id == seance_.id)
    return unite().scalars(demande.order_by(OrdreDuJourVersion.id)).all()


def scrutin_ouvert(seance_: Seance) -> Scrutin | None:
    """The vote under way (the database allows one)."""
    return next((v for i in seance_.inscriptions for v in i.scrutins if v.etat == "ouvert"), None)
