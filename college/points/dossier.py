"""A point and everything around it, in one statement whatever their number: what its page and its editor show.

Each row of the answer carries one thing (a passage, an advice, a piece…): a small table of lots is joined to
the point, and each kind joins on its own lot, so that rows add up instead of multiplying. What was read is left
in the unit of work, where `texte`, `passages_de`, `avis_de`, `annexes.de`… find it: for units that only read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Select, and_, case, literal, null, or_, select, true, union_all
from sqlalchemy.orm import aliased, joinedload, load_only
from sqlalchemy.orm.attributes import set_committed_value

from college.droits import Acteur
from college.erreurs import Introuvable
from college.organisation.modele import Institution, Organe
from college.points.annexes.modele import Annexe
from college.points.avis.modele import Avis
from college.points.droits import proche, visible
from college.points.etats import designation, garder_lu, issue_en_base
from college.points.modele import ChaineVersion, Copie, LienPoints, Passage, Point, Revision
from college.points.relecture.modele import Commentaire, Relecture
from college.points.requetes import charger
from college.transaction import unite

TEXTE, PASSAGE, AVIS, REVISION, ANNEXE, LIEN, RELECTURE, COMMENTAIRE, COPIE = range(9)
_courante = aliased(Revision, name="courante")
_legere, _autre, _organe = aliased(Revision, name="legere"), aliased(Point, name="autre"), aliased(Organe)
_institution = aliased(Institution)
# Their own names, so that the criterion of `visible`, which asks of them too, keeps tables of its own.
_avis, _copie = aliased(Avis, name="avis_du_point"), aliased(Copie, name="copie_du_point")


@dataclass
class Dossier:
    """What one statement has read around a point."""

    passages: list[Passage] = field(default_factory=list)
    avis: list[Avis] = field(default_factory=list)
    revisions: list[Revision] = field(default_factory=list)
    annexes: list[Annexe] = field(default_factory=list)
    liens: list[tuple[str, str, Point]] = field(default_factory=list)
    copies: list[Copie] = field(default_factory=list)
    relectures: list[Relecture] = field(default_factory=list)
    commentaires: list[Commentaire] = field(default_factory=list)
    notes: tuple[str, ...] = ()  # in the order of `notes.regles.GENRES`; `notes.requetes` says who reads them
    transmis: tuple[str, ...] = ()
    issue: str = ""  # how a séance decided the point
    proche: bool = False  # the person works on the point, and so sees its confidential pieces
    versions: list[ChaineVersion | None] = field(default_factory=list)  # a draft's, once it was asked


def point(acteur: Acteur, ref: int) -> Point:
    """The point, when the person may read it, with its dossier kept in the unit of work. Raises Introuvable."""
    lignes = unite().execute(_demande(acteur, ref)).all()
    if not lignes:
        raise Introuvable("Ce point n’existe pas, ou vous n’y avez pas accès.")
    trouve = lignes[0].Point
    dossier = Dossier()
    transmis: list[str] = []
    lots: dict[int, tuple[str, list[Any]]] = {
        PASSAGE: ("Passage", dossier.passages),
        AVIS: ("avis_du_point", dossier.avis),
        REVISION: ("legere", dossier.revisions),
        ANNEXE: ("Annexe", dossier.annexes),
        RELECTURE: ("Relecture", dossier.relectures),
        COMMENTAIRE: ("Commentaire", dossier.commentaires),
        COPIE: ("copie_du_point", dossier.copies),
    }
    for ligne in lignes:
        if ligne.lot == TEXTE:
            dossier.revisions.append(ligne.courante)
            dossier.issue = ligne.issue or ""
            dossier.notes = (ligne.note_service, ligne.note_secretariat)
        elif ligne.lot == LIEN:
            _lier(ligne, trouve, dossier, transmis)
        elif (chose := getattr(ligne, lots[ligne.lot][0])) is not None:
            lots[ligne.lot][1].append(chose)
    dossier.transmis = tuple(transmis)
    dossier.proche = any(ligne.proche for ligne in lignes)
    set_committed_value(trouve, "copies", dossier.copies)
    garder_lu(trouve, dossier.revisions[0], dossier)
    return trouve


def _lier(ligne: Any, ici: Point, dossier: Dossier, transmis: list[str]) -> None:
    lien = ligne.LienPoints
    if lien is None:
        return
    sortant = lien.de_id == ici.id
    if not sortant and lien.type == "transmis_de":
        transmis.append(ligne.code_organe)
    if ligne.lisible:
        dossier.liens.append((lien.type, "de" if sortant else "vers", ligne.autre))


def _demande(acteur: Acteur, ref: int) -> Select[Any]:
    lots = union_all(*(select(literal(numero).label("n")) for numero in range(9))).subquery("lots")
    lot = lots.c.n

    def du_lot(numero: int, *criteres: Any) -> Any:
        return and_(lot == numero, *criteres)

    au_bout = case((LienPoints.de_id == Point.id, LienPoints.vers_id), else_=LienPoints.de_id)
    lisibles = select(Point.id).where(visible(acteur)).correlate(None)
    lisible = case((_autre.id.is_(None), null()), else_=_autre.id.in_(lisibles))
    demande = select(
        Point, lot.label("lot"), _courante, Passage, _avis, _legere,
        Annexe, LienPoints, Relecture, Commentaire, _copie,
        _autre, designation(_organe, _institution, Point.institution_id).label("code_organe"), lisible.label("lisible"),
        case((lot == ANNEXE, proche(acteur)), else_=null()).label("proche"),
        case((and_(lot == TEXTE, Point.phase == "decide"), issue_en_base()), else_=null()).label("issue"),
        case((lot == TEXTE, Point.notes_internes), else_=null()).label("note_service"),
        case((lot == TEXTE, Point.remarques_secretariat), else_=null()).label("note_secretariat"),
    )  # fmt: skip
    return charger(
        demande.select_from(Point)
        .join(lots, true())
        .outerjoin(
            _courante,
            du_lot(TEXTE, _courante.point_id == Point.id, _courante.numero == Point.numero_revision),
        )
        .outerjoin(Passage, du_lot(PASSAGE, Passage.point_id == Point.id))
        .outerjoin(_avis, du_lot(AVIS, _avis.point_id == Point.id))
        .outerjoin(_legere, du_lot(REVISION, _legere.point_id == Point.id, _legere.numero != Point.numero_revision))
        .outerjoin(Annexe, du_lot(ANNEXE, Annexe.point_id == Point.id, Annexe.retiree_le.is_(None)))
        .outerjoin(LienPoints, du_lot(LIEN, or_(LienPoints.de_id == Point.id, LienPoints.vers_id == Point.id)))
        .outerjoin(Relecture, du_lot(RELECTURE, Relecture.point_id == Point.id))
        .outerjoin(Commentaire, du_lot(COMMENTAIRE, Commentaire.point_id == Point.id))
        .outerjoin(_copie, du_lot(COPIE, _copie.point_id == Point.id))
        .outerjoin(_autre, _autre.id == au_bout)
        .outerjoin(_organe, _organe.id == _autre.organe_id)
        .outerjoin(_institution, _institution.id == _organe.institution_id)
        .where(Point.id == ref, visible(acteur))
        .order_by(
            lot,
            Passage.id,
            _avis.id,
            _legere.numero.desc(),
            Annexe.rang,
            Annexe.id,
            LienPoints.id,
            Commentaire.id,
            _copie.id,
        )
    ).options(
        load_only(_legere.numero, _legere.empreinte, _legere.le, _legere.auteur_id),
        joinedload(_courante.auteur),
        joinedload(_legere.auteur),
        joinedload(Commentaire.auteur),
        joinedload(Commentaire.resolu_par),
        joinedload(_avis.groupe),
        joinedload(_avis.service),
    )
