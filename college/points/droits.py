"""Who may read and propose points: one filter for lists, counters, search and pages (contract §8, Visibility).

Access is computed by query from state and memberships, never stored per object: an etape_point row names a
role or a group, so that moving somebody to another service takes effect at once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true

from college.droits import Acteur, politique
from college.erreurs import Interdit, Introuvable
from college.organisation.modele import Appartenance, Groupe, Organe
from college.points.annuaire import AUTEURS
from college.points.avis.modele import Avis
from college.points.modele import Copie, EtapePoint, Point
from college.points.valeurs import Statut
from college.transaction import unite

A_L_AGENDA = ("inscrit", "decide")
COLLEGIAUX = ("college", "bureau_permanent")

# Upper rooms hide a point from somebody all the same (a member who withdrew for interest): see `exclut`.
_exclusions: list[Callable[[Acteur], ColumnElement[bool] | None]] = []
# Upper rooms close a point to the rest of the house (a line that the agenda puts behind closed doors): see `clot`.
_clotures: list[Callable[[], ColumnElement[bool]]] = []


def exclut(
    regle: Callable[[Acteur], ColumnElement[bool] | None],
) -> Callable[[Acteur], ColumnElement[bool] | None]:
    """Declare a criterion on Point of what a person may no longer see, whatever their rights."""
    if regle not in _exclusions:
        _exclusions.append(regle)
    return regle


def clot(regle: Callable[[], ColumnElement[bool]]) -> Callable[[], ColumnElement[bool]]:
    """Declare a criterion on Point of what is closed, though its author had it public."""
    if regle not in _clotures:
        _clotures.append(regle)
    return regle


def clos() -> ColumnElement[bool]:
    """The criterion on Point: what is said neither in a subject nor in the body of a mail."""
    return or_(Point.huis_clos.is_(True), *(cloture() for cloture in _clotures), Point.organe_id.in_(_secrets()))


def _secrets() -> Any:
    """The organes of social secrecy (pratique §11)."""
    return select(Organe.id).where(Organe.reglages["secret_social"].as_boolean().is_(True))


def visible(acteur: Acteur) -> ColumnElement[bool]:
    """The criterion on Point: everything that the person may read, and nothing else."""
    garde = unite().info.get("visible")
    if garde is None or garde[0] is not acteur:  # a page asks it for its point, its links, its acts
        garde = unite().info["visible"] = (acteur, _visible(acteur))
    return garde[1]


def _visible(acteur: Acteur) -> ColumnElement[bool]:
    ici = Point.institution_id == acteur.institution_id
    if acteur.systeme:
        return ici
    vus = or_(
        de_son_service(acteur),
        Point.organe_id.in_(acteur.secretariats),
        par_la_chaine(acteur),
        en_copie(acteur),
        _a_l_agenda(acteur),
        _comme_membre(acteur),
    )
    caches = [regle for exclusion in _exclusions if (regle := exclusion(acteur)) is not None]
    return and_(ici, vus, *(~cache for cache in caches))


def de_son_service(acteur: Acteur) -> ColumnElement[bool]:
    """Its own points from the draft; a `lecteur` once submitted; who only gives advice, none by that role."""
    pleins = {service for role, service in acteur.roles if role not in ("lecteur", "conseiller_avis")}
    lecteurs = {service for role, service in acteur.roles if role == "lecteur"} - pleins
    return or_(
        Point.service_id.in_(pleins),
        and_(Point.service_id.in_(lecteurs), or_(Point.soumis_le.is_not(None), Point.phase.in_(A_L_AGENDA))),
    )


def tenues(acteur: Acteur) -> tuple[set[tuple[str, int]], set[int]]:
    """The (role, service) pairs and the groups that the person holds, absent colleagues' included."""
    session = unite()
    cle = ("tenues", acteur.agent_id, acteur.institution_id)
    if cle not in session.info:
        session.info[cle] = _tenues(acteur)
    return session.info[cle]


def _tenues(acteur: Acteur) -> tuple[set[tuple[str, int]], set[int]]:
    roles, groupes = set(acteur.roles), set(acteur.groupes)
    if acteur.au_nom_de:
        for role, service_id, groupe_id in unite().execute(
            select(Appartenance.role, Appartenance.service_id, Appartenance.groupe_id).where(
                Appartenance.institution_id == acteur.institution_id,
                Appartenance.agent_id.in_(acteur.au_nom_de),
            )
        ):
            if service_id:
                roles.add((role, service_id))
            if groupe_id:
                groupes.add(groupe_id)
    if acteur.mandataire_id:
        groupes |= set(unite().scalars(select(Groupe.id).where(Groupe.mandataire_id == acteur.mandataire_id)))
    return roles, groupes


def etape_tenue(acteur: Acteur) -> ColumnElement[bool]:
    """The criterion on EtapePoint: steps that the person holds, by a role in a service, as anybody of a service, or in
    a group. Services where one has the same roles stand together, so that the index of steps answers on SQLite too."""
    roles, groupes = tenues(acteur)
    ensemble: dict[frozenset[str], list[int]] = {}
    for service in sorted({service for _, service in roles}):
        siens = frozenset({"", *(role for role, lequel in roles if lequel == service)})
        ensemble.setdefault(siens, []).append(service)
    par_service = [
        and_(EtapePoint.service_id.in_(services), EtapePoint.role.in_(sorted(siens)))
        for siens, services in ensemble.items()
    ]
    return or_(false(), *par_service, *([EtapePoint.groupe_id.in_(groupes)] if groupes else []))


def avis_a_rendre(acteur: Acteur) -> ColumnElement[bool]:
    """The criterion on Avis: asked of a group or a service of the person."""
    roles, groupes = tenues(acteur)
    return or_(Avis.groupe_id.in_(groupes), Avis.service_id.in_({service for _, service in roles}))


def par_la_chaine(acteur: Acteur) -> ColumnElement[bool]:
    """The criterion on Point: a step reached, or an advice asked, is the person's."""
    atteintes = (str(Statut.COURANT), str(Statut.FAIT))
    return or_(
        exists().where(EtapePoint.point_id == Point.id, EtapePoint.statut.in_(atteintes), etape_tenue(acteur)),
        exists().where(Avis.point_id == Point.id, avis_a_rendre(acteur)),
    )


def en_copie(acteur: Acteur) -> ColumnElement[bool]:
    """The criterion on Point: a service or a group of the person was put in copy; never of social secrecy."""
    roles, groupes = tenues(acteur)
    services = {service for _, service in roles}
    en_copie = or_(Copie.groupe_id.in_(groupes), Copie.service_id.in_(services))
    return and_(exists().where(Copie.point_id == Point.id, en_copie), Point.organe_id.not_in(_secrets()))


def _a_l_agenda(acteur: Acteur) -> ColumnElement[bool]:
    """An inscribed public point is read by the agents of the house, save in organes of social secrecy."""
    if not (acteur.roles or acteur.groupes or acteur.secretariats):
        return false()
    ouvert = (Point.huis_clos.is_(False), *(~cloture() for cloture in _clotures))
    return and_(Point.phase.in_(A_L_AGENDA), *ouvert, Point.organe_id.not_in(_secrets()))


def _comme_membre(acteur: Acteur) -> ColumnElement[bool]:
    """Members of a collège from the inscription, of other organes once convened; an authority once valid."""
    if not acteur.mandats:
        return false()
    collegiaux = select(Organe.id).where(Organe.id.in_(acteur.mandats), Organe.type.in_(COLLEGIAUX))
    return or_(
        a_decider(acteur),
        and_(Point.organe_id.in_(acteur.mandats), Point.diffuse_le.is_not(None)),
        and_(Point.organe_id.in_(collegiaux), Point.phase.in_(A_L_AGENDA)),
    )


def a_decider(acteur: Acteur) -> ColumnElement[bool]:
    """The criterion on Point: valid or decided points of an authority that the person embodies."""
    autorites = select(Organe.id).where(Organe.id.in_(acteur.mandats), Organe.type == "autorite")
    return and_(Point.organe_id.in_(autorites), Point.phase.in_(("valide", "decide")))


def proche(acteur: Acteur) -> ColumnElement[bool]:
    """The criterion on Point: who works on it or decides it, and so sees its confidential pieces."""
    if acteur.systeme:
        return true()
    return or_(
        de_son_service(acteur),
        Point.organe_id.in_(acteur.secretariats),
        par_la_chaine(acteur),
        _comme_membre(acteur),
    )


def au_travail(acteur: Acteur) -> ColumnElement[bool]:
    """The criterion on Point: who proposes, examines or prepares it."""
    return or_(de_son_service(acteur), Point.organe_id.in_(acteur.secretariats), par_la_chaine(acteur))


def y_travaille(acteur: Acteur, point: Point) -> bool:
    """True when the person proposes, examines or prepares this point: who suggests and comments."""
    return bool(unite().scalar(select(true()).where(Point.id == point.id, au_travail(acteur))))


def est_proche(acteur: Acteur, point: Point) -> bool:
    """True when the person sees the confidential pieces of this point."""
    return bool(unite().scalar(select(true()).where(Point.id == point.id, proche(acteur))))


def lisible(acteur: Acteur, point: Point) -> bool:
    """True when the person may read this point."""
    return bool(unite().scalar(select(true()).where(Point.id == point.id, visible(acteur))))


def services_proposants(acteur: Acteur) -> set[int]:
    """Services for which the person may propose; a secretary proposes for all of them."""
    return {service for role, service in acteur.roles if role in AUTEURS}


@politique("point.lire")
def _lire(acteur: Acteur, point: Any) -> None:
    if point is not None and not lisible(acteur, point):
        raise Introuvable()


@politique("point.proposer")
def _proposer(acteur: Acteur, objet: Any) -> None:
    """Could this person ever propose? The service's own check follows, in `services.proposer`."""
    if not (services_proposants(acteur) or acteur.secretariats):
        raise Interdit("Seuls les rédacteurs d’un service proposent des points : demandez ce rôle à l’administrateur.")


@politique("point.modifier", "point.joindre")
def _modifier(acteur: Acteur, point: Any) -> None:
    """Asked of the fold by `services.modifier`: the state of the chain says who holds the text."""
    if point is not None and not lisible(acteur, point):
        raise Introuvable()


@politique("point.relire")
def _relire(acteur: Acteur, point: Any) -> None:
    if point is not None and not (lisible(acteur, point) and y_travaille(acteur, point)):
        raise Interdit("Seuls ceux qui préparent ou examinent ce point le commentent : demandez à son service.")


@politique("point.seance")
def _seance(acteur: Acteur, point: Any) -> None:
    """What the séance does to a point: the secretary of its organe."""
    if point is not None and not acteur.est_secretaire(point.organe_id):
        raise Interdit("Seul le secrétariat de cet organe fait cela : adressez-vous à lui.")
