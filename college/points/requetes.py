"""Reading points: everything goes through `visible(acteur)`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, not_, or_, select, union_all
from sqlalchemy.orm import joinedload, load_only

from college import horloge, references
from college.droits import Acteur
from college.erreurs import Introuvable
from college.organisation.reglages import reglages_organe
from college.points.annuaire import annuaire
from college.points.avis import regles as regles_avis
from college.points.avis.modele import Avis
from college.points.avis.requetes import REPORT, herites
from college.points.droits import a_decider, avis_a_rendre, etape_tenue, services_proposants, tenues, visible
from college.points.etats import avis_de, etat_de, lu, passages_de, texte
from college.points.modele import EtapePoint, LienPoints, Passage, Point, Revision
from college.points.valeurs import Statut
from college.transaction import unite

__all__ = ["a_faire", "avis_bloquant", "compteurs", "etat_de", "passages_de", "point", "texte", "visible"]

TROUVES_MAX = 10_000
EN_ROUTE = ("en_validation", "valide", "inscrit")
A_TRAITER = ("renvoyes", "a_completer", "a_viser", "avis_attendus", "a_decider", "brouillons")


def charger(demande: Select[Any]) -> Select[Any]:
    """Everything that a line of list or a page shows of a point, in the same statement."""
    return demande.options(
        joinedload(Point.organe, innerjoin=True),
        joinedload(Point.service, innerjoin=True),
        joinedload(Point.auteur, innerjoin=True),
        joinedload(Point.categorie),
        joinedload(Point.groupe_en_charge),
        joinedload(Point.chaine_version),
    )


def point(acteur: Acteur, ref: int | str) -> Point:
    """By number or reference, when the person may read it. Raises Introuvable: no difference."""
    critere = Point.id == ref if isinstance(ref, int) else Point.reference == ref
    trouve = unite().scalar(charger(select(Point)).where(critere, visible(acteur)))
    if trouve is None:
        raise Introuvable("Ce point n’existe pas, ou vous n’y avez pas accès.")
    return trouve


def revision(point: Point, numero: int) -> Revision:
    """One revision of a point. Raises Introuvable."""
    trouvee = unite().scalar(
        select(Revision)
        .options(joinedload(Revision.auteur, innerjoin=True))
        .where(Revision.point_id == point.id, Revision.numero == (references.numero(numero) or 0))
    )
    if trouvee is None:
        raise Introuvable("Cette version du point n’existe pas.")
    return trouvee


def revisions(point: Point) -> Sequence[Revision]:
    """All the revisions, newest first, without their texts."""
    if dossier := lu(point):
        return list(dossier.revisions)
    legeres = (Revision.numero, Revision.empreinte, Revision.le, Revision.auteur_id)
    return (
        unite()
        .scalars(
            select(Revision)
            .options(load_only(*legeres, raiseload=True), joinedload(Revision.auteur, innerjoin=True))
            .where(Revision.point_id == point.id)
            .order_by(Revision.numero.desc())
        )
        .all()
    )


def liens(point: Point, acteur: Acteur) -> list[tuple[str, str, Point]]:
    """(type, direction, other point) of the typed links that the person may follow."""
    if dossier := lu(point):
        return list(dossier.liens)
    lies = (
        unite()
        .scalars(select(LienPoints).where(or_(LienPoints.de_id == point.id, LienPoints.vers_id == point.id)))
        .all()
    )
    if not lies:
        return []
    autres = {lien.vers_id if lien.de_id == point.id else lien.de_id for lien in lies}
    lus = {autre.id: autre for autre in unite().scalars(select(Point).where(Point.id.in_(autres), visible(acteur)))}
    trouves = []
    for lien in lies:
        sortant = lien.de_id == point.id
        if autre := lus.get(lien.vers_id if sortant else lien.de_id):
            trouves.append((lien.type, "de" if sortant else "vers", autre))
    return trouves


def avis_bloquant(point: Point, jour: date) -> str | None:
    """Why the financial director's advice keeps the point off an agenda of that day (L1124-40), or None."""
    htva = texte(point).faits.get("montant_htva")
    seuil = Decimal(reglages_organe(point.organe.type, point.organe.reglages).seuil_avis_df_htva)
    lieux = annuaire(point.institution_id)
    numero = lieux.numeros_groupes.get(regles_avis.GROUPE_DF)
    vus = _avis_du_df(point, numero)
    qui = " ou ".join(t.nom for t in lieux.groupes.get(regles_avis.GROUPE_DF, ())[:2])
    return regles_avis.empechement(
        point.organe.type, Decimal(htva) if htva is not None else None, seuil, vus, jour, qui
    )


def phrase_avis_df(point: Point, jour: date, continue_: bool = True) -> str:
    """The sentence of the visas about the financial director's advice, empty when none was asked.

    `continue_`: the point may continue a postponed one, whose advice it inherits.
    """
    numero = annuaire(point.institution_id).numeros_groupes.get(regles_avis.GROUPE_DF)
    vus = _avis_du_df(point, numero, continue_)
    rendus = [vu for vu in vus if vu.valeur]
    dernier = rendus[-1] if rendus else vus[-1] if vus else None
    return regles_avis.attendus(dernier, jour)


def _avis_du_df(point: Point, numero: int | None, continue_: bool = True) -> list[regles_avis.AvisVu]:
    """The financial director's advices, those of the postponed point that this one continues first."""
    if not numero:
        return []
    anciens = herites(point, REPORT) if continue_ else ()
    return [en_avis_vu(avis) for avis in (*anciens, *avis_de(point)) if avis.groupe_id == numero]


def en_avis_vu(avis: Avis) -> regles_avis.AvisVu:
    """An advice as the pure rule reads it; a clock not started has no end."""
    demande = horloge.locale(avis.demande_le).date()
    rendu = horloge.locale(avis.rendu_le).date() if avis.rendu_le else None
    return regles_avis.AvisVu(avis.valeur, rendu, demande, avis.echeance, avis.numero, avis.initiative)


def _a_viser(acteur: Acteur) -> Any:
    courante = select(EtapePoint.point_id).where(
        EtapePoint.statut == str(Statut.COURANT), EtapePoint.type == "visa", etape_tenue(acteur)
    )
    return and_(Point.phase == "en_validation", Point.id.in_(courante))


def _avis_attendus(acteur: Acteur) -> Any:
    attendus = select(Avis.point_id).where(
        Avis.rendu_le.is_(None), Avis.recu_complet_le.is_not(None), avis_a_rendre(acteur)
    )
    return and_(Point.phase.in_(("brouillon", "en_validation", "valide", "inscrit")), Point.id.in_(attendus))


def _a_completer(acteur: Acteur) -> Any:
    incomplets = select(Avis.point_id).where(Avis.rendu_le.is_(None), Avis.motif_incomplet != "")
    sien = and_(Point.auteur_id == acteur.agent_id, visible(acteur))  # who changed service has left it to the others
    return and_(sien, Point.phase.in_(EN_ROUTE), Point.id.in_(incomplets))


def file(acteur: Acteur) -> list[int]:
    """The points to examine, in the order of the inbox: visas, then advices."""
    voulus = criteres(acteur)
    rang = case((voulus["a_viser"], 0), else_=1)
    attendus = or_(voulus["a_viser"], voulus["avis_attendus"])
    demande = select(Point.id).where(Point.institution_id == acteur.institution_id, attendus)
    return list(unite().scalars(demande.order_by(rang, Point.modifie_le, Point.id).limit(200)))


def _du_redacteur(acteur: Acteur) -> Any:
    return and_(
        Point.phase == "brouillon",
        Point.auteur_id == acteur.agent_id,
        or_(Point.service_id.in_(services_proposants(acteur)), Point.organe_id.in_(acteur.secretariats)),
    )


# A draft sent back by somebody, and not since taken back by its author.
_RETOUR = (
    select(Passage.action)
    .where(Passage.point_id == Point.id, Passage.action.in_(("renvoyer", "reprendre")))
    .order_by(Passage.id.desc())
    .limit(1)
    .correlate(Point)
    .scalar_subquery()
)
_RENVOYE = and_(Point.soumis_le.is_not(None), func.coalesce(_RETOUR, "") == "renvoyer")


def criteres(acteur: Acteur) -> dict[str, Any]:
    """The inbox: what waits for this person, one criterion a heading."""
    return {
        "renvoyes": and_(_du_redacteur(acteur), _RENVOYE),
        "a_completer": _a_completer(acteur),
        "a_viser": _a_viser(acteur),
        "avis_attendus": _avis_attendus(acteur),
        "a_decider": and_(a_decider(acteur), Point.phase == "valide"),
        "brouillons": and_(_du_redacteur(acteur), not_(_RENVOYE)),
    }


# Upper rooms count with the inbox, in its one statement: a name, and the SELECT of its number.
compteurs_de_plus: dict[str, Callable[[Acteur], Select[Any]]] = {}


def compteurs(acteur: Acteur) -> dict[str, int]:
    """How many wait under each heading, « a_traiter » in all: one statement a unit of work, never stored."""
    session = unite()
    cle = ("compteurs", acteur.agent_id, acteur.institution_id)
    if cle not in session.info or session.info.get("ecrit"):
        session.info[cle] = _compter(acteur)
    return session.info[cle]


def _compter(acteur: Acteur) -> dict[str, int]:
    ici = Point.institution_id == acteur.institution_id
    voulus = criteres(acteur) | {
        "en_cours": and_(Point.auteur_id == acteur.agent_id, Point.phase.in_(EN_ROUTE), visible(acteur)),
        "service": and_(
            Point.service_id.in_(acteur.services), Point.phase.in_(("brouillon", *EN_ROUTE)), visible(acteur)
        ),
    }
    comptes = [
        select(func.count()).select_from(Point).where(ici, critere).scalar_subquery().label(nom)
        for nom, critere in voulus.items()
    ]
    comptes += [demande(acteur).scalar_subquery().label(nom) for nom, demande in compteurs_de_plus.items()]
    ligne = unite().execute(select(*comptes)).one()._asdict()
    return {**ligne, "a_traiter": sum(ligne[nom] for nom in A_TRAITER)}


def a_faire(acteur: Acteur, limite: int = 40) -> dict[str, list[Point]]:
    """The points under each heading, nearest delay first, then oldest wait, so many a heading: one statement."""
    voulus = criteres(acteur)
    ici = Point.institution_id == acteur.institution_id
    premiers = []
    for nom, critere in voulus.items():
        # Found first, sorted after: asked at once, SQLite would walk all the points in the order of the list.
        trouves = select(Point.id, Point.modifie_le, Point.echeance).where(ici, critere).limit(TROUVES_MAX).subquery()
        ordre = (trouves.c.echeance.is_(None), trouves.c.echeance, trouves.c.modifie_le, trouves.c.id)
        premiers.append(select(trouves.c.id, literal(nom).label("nom")).order_by(*ordre).limit(limite).subquery())
    tous = union_all(*(select(lot) for lot in premiers)).subquery()
    demande = charger(select(Point, tous.c.nom)).join(tous, tous.c.id == Point.id)
    lots: dict[str, list[Point]] = {nom: [] for nom in voulus}
    par_delai = (Point.echeance.is_(None), Point.echeance, Point.modifie_le, Point.id)
    for point, nom in unite().execute(demande.order_by(*par_delai)):
        lots[nom].append(point)
    return lots


def etapes_de(points: Sequence[Point]) -> dict[int, list[EtapePoint]]:
    """The steps of many points, for their mini trackers: one statement."""
    rangees: dict[int, list[EtapePoint]] = {point.id: [] for point in points}
    for ligne in unite().scalars(
        select(EtapePoint).where(EtapePoint.point_id.in_(rangees)).order_by(EtapePoint.point_id, EtapePoint.rang)
    ):
        rangees[ligne.point_id].append(ligne)
    return rangees


def derniers_renvois(points: Sequence[Point]) -> dict[int, Passage]:
    """The last send-back of each point, with its reason: one statement."""
    derniers = (
        select(func.max(Passage.id))
        .where(Passage.point_id.in_([point.id for point in points]), Passage.action == "renvoyer")
        .group_by(Passage.point_id)
    )
    return {p.point_id: p for p in unite().scalars(select(Passage).where(Passage.id.in_(derniers)))}


def avis_sur(acteur: Acteur, points: Sequence[Point]) -> dict[int, Avis]:
    """The advice that the person owes on each point."""
    attendus = select(Avis).where(
        Avis.point_id.in_([point.id for point in points]), Avis.rendu_le.is_(None), avis_a_rendre(acteur)
    )
    return {avis.point_id: avis for avis in unite().scalars(attendus)}


def manques_signales(points: Sequence[Point]) -> dict[int, Avis]:
    """What each incomplete file misses, as the adviser said it."""
    demande = select(Avis).where(
        Avis.point_id.in_([point.id for point in points]), Avis.rendu_le.is_(None), Avis.motif_incomplet != ""
    )
    return {avis.point_id: avis for avis in unite().scalars(demande)}


def groupes_tenus(acteur: Acteur) -> set[int]:
    """Groups that the person belongs to, absent colleagues' included."""
    return tenues(acteur)[1]
