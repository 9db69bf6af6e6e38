"""The member's dossier of a séance: what he may read, what is new since he last read it, his notes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, or_, select

from college import horloge
from college.droits import Acteur, exige
from college.points.annexes.modele import Annexe
from college.points.droits import proche, visible
from college.points.modele import Point
from college.seances import intitules, notes
from college.seances.modele import Inscription, Seance
from college.seances.modele_membre import Annotation, LecturePoint
from college.transaction import unite

NOUVEAU, MODIFIE, LU = "nouveau", "modifie", "lu"


@dataclass(frozen=True)
class LigneDossier:
    """One point of the dossier; who may not read it sees its number and public wording."""

    inscription: Inscription
    titre: str
    lisible: bool
    etat: str = ""
    pieces: Sequence[Annexe] = field(default_factory=tuple)
    notes: int = 0


def lire(acteur: Acteur, seance: Seance) -> list[LigneDossier]:
    """Every line in the order of the agenda."""
    lignes = sorted((i for i in seance.inscriptions if not i.retiree), key=lambda i: i.rang)
    lus = _lus(acteur, seance, lignes)
    pieces = pieces_lisibles(acteur, [i.point_id for i in lignes if i.point_id in lus])
    return [_ligne(acteur, ligne, lus, pieces.get(ligne.point_id, ())) for ligne in lignes]


def _ligne(
    acteur: Acteur, ligne: Inscription, lus: dict[int, tuple[str | None, int]], pieces: Sequence[Annexe]
) -> LigneDossier:
    if ligne.point_id not in lus:
        return LigneDossier(ligne, intitules.intitule_public(ligne), lisible=False)
    empreinte, notes = lus[ligne.point_id]
    etat = NOUVEAU if empreinte is None else LU if empreinte == empreinte_de(ligne, pieces) else MODIFIE
    return LigneDossier(ligne, intitules.intitule(acteur, ligne), True, etat, pieces, notes)


def _lus(acteur: Acteur, seance: Seance, lignes: Iterable[Inscription]) -> dict[int, tuple[str | None, int]]:
    """By readable point: what this member last read of it, and how many notes he finds there (one statement)."""
    moi = acteur.mandats.get(seance.organe_id, 0)
    combien = select(func.count()).where(Annotation.point_id == Point.id, notes.lisibles_par(acteur, seance.organe_id))
    demande = (
        select(Point.id, LecturePoint.empreinte, combien.correlate(Point).scalar_subquery())
        .outerjoin(LecturePoint, (LecturePoint.point_id == Point.id) & (LecturePoint.mandataire_id == moi))
        .where(Point.id.in_([i.point_id for i in lignes]), visible(acteur))
    )
    return {ref: (empreinte, nombre) for ref, empreinte, nombre in unite().execute(demande)}


def pieces_lisibles(acteur: Acteur, points: Sequence[int]) -> dict[int, list[Annexe]]:
    """The pieces of these (readable) points that the person may know of, by point, in their order."""
    demande = (
        select(Annexe)
        .join(Annexe.point)
        .where(
            Annexe.point_id.in_(points),
            Annexe.retiree_le.is_(None),
            Annexe.etat_antivirus == "sain",
            or_(Annexe.confidentielle.is_(False), proche(acteur)),
        )
        .order_by(Annexe.point_id, Annexe.rang, Annexe.id)
    )
    par_point: dict[int, list[Annexe]] = {}
    for piece in unite().scalars(demande):
        par_point.setdefault(piece.point_id, []).append(piece)
    return par_point


def empreinte_de(ligne: Inscription, pieces: Sequence[Annexe]) -> str:
    """What a reading is compared with: the text that the agenda carries and the pieces beside it."""
    contenu = "|".join((ligne.titre, ligne.motivation, ligne.dispositif, *(p.sha256 for p in pieces)))
    return hashlib.sha256(contenu.encode()).hexdigest()


@exige("annotation.tenir")
def marquer_lus(acteur: Acteur, seance: Seance, points: Sequence[int] | None = None) -> int:
    """Remember what this member has read now (all, or some points): his own business, in no journal."""
    moi = acteur.mandats[seance.organe_id]
    vus = {
        ligne.inscription.point_id: empreinte_de(ligne.inscription, ligne.pieces)
        for ligne in lire(acteur, seance)
        if ligne.lisible and (points is None or ligne.inscription.point_id in points)
    }
    demande = select(LecturePoint).where(LecturePoint.mandataire_id == moi, LecturePoint.point_id.in_(vus))
    connues = {lecture.point_id: lecture for lecture in unite().scalars(demande)}
    for point_id, empreinte in vus.items():
        lecture = connues.get(point_id)
        if lecture is None:
            lecture = LecturePoint(institution_id=seance.institution_id, mandataire_id=moi, point_id=point_id)
            unite().add(lecture)
        lecture.empreinte, lecture.le = empreinte, horloge.maintenant()
    unite().flush()
    return len(vus)
