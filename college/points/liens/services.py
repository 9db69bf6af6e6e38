"""Linking two points, taking the link away, putting its visa in the text, gathering points in one file."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func, select

from college import horloge, journal
from college.droits import Acteur, exige
from college.erreurs import Invalide, Refus
from college.points import chaine, masques
from college.points.etats import etat_de, texte
from college.points.liens import regles
from college.points.modele import LienPoints, Passage, Point
from college.points.phrases import fr
from college.points.revisions import reviser
from college.points.services import recalculer
from college.transaction import unite

_DECISIONS = ("decider", "decider_hors_seance")


@exige("point.modifier")
def lier(acteur: Acteur, point: Point, autre: Point, genre: str) -> LienPoints:
    """`point`, the newer one, is linked to `autre`: seen from both sides."""
    _permis(acteur, point)
    if genre not in regles.GENRES:
        choix = ", ".join(regles.GENRES)
        raise Invalide(fr(f"« {genre} » n'est pas un lien : choisissez parmi {choix}."), "type")
    if autre.id == point.id:
        raise Invalide(fr("Un point ne se lie pas à lui-même : choisissez l'autre point."), "point")
    if _lien(point, autre, genre) is not None:
        raise Refus(fr(f"Ce lien avec le point {autre.reference} existe déjà."), motif="deja_lie")
    lien = LienPoints(institution_id=point.institution_id, de_id=point.id, vers_id=autre.id, type=genre)
    unite().add(lien)
    unite().flush()
    journal.noter(acteur, "point.lie", point, vers=autre.reference, genre=genre)
    return lien


@exige("point.modifier")
def delier(acteur: Acteur, point: Point, autre: Point, genre: str) -> None:
    """A link made by mistake; those of a copy, a sending or a postponement stay for ever."""
    _permis(acteur, point)
    lien = _lien(point, autre, genre)
    if lien is None or genre not in regles.GENRES:
        raise Refus(
            fr("Ce lien ne se retire pas d'ici : il n'existe pas, ou il dit d'où vient le point."), motif="lien"
        )
    unite().delete(lien)
    unite().flush()
    journal.noter(acteur, "point.delie", point, vers=autre.reference, genre=genre)


@exige("point.modifier")
def inserer_visa(acteur: Acteur, point: Point, autre: Point, genre: str) -> str:
    """Put the visa that the link offers after the others; answers it."""
    chaine.peut_modifier(etat_de(point), acteur, {"motivation"})
    phrase = visas(point, [(genre, autre)], masques.titres(acteur, [autre]))[0]
    if not phrase:
        raise Refus(
            fr(f"Le point {autre.reference} n'est pas encore décidé : son visa viendra après."), motif="non_decide"
        )
    reviser(acteur, point, {"motivation": regles.inserer(texte(point).motivation, phrase)})
    point.modifie_le = horloge.maintenant()
    recalculer(point)
    journal.noter(acteur, "point.visa_insere", point, vers=autre.reference)
    return phrase


@exige("point.modifier")
def classer(acteur: Acteur, point: Point, dossier: str) -> Point:
    """Name the file that gathers this point with others; empty takes it out."""
    _permis(acteur, point)
    point.dossier = " ".join(dossier.split())[:120]
    point.modifie_le = horloge.maintenant()
    journal.noter(acteur, "point.classe", point, dossier=point.dossier)
    return point


def visas(point: Point, lies: list[tuple[str, Point]], titres: Mapping[int, str]) -> list[str]:
    """What each link offers to write, empty where it offers nothing: one statement for all. `titres`: as read."""
    demande = (
        select(Passage.point_id, func.max(Passage.le))
        .where(Passage.point_id.in_([autre.id for _, autre in lies]), Passage.action.in_(_DECISIONS))
        .group_by(Passage.point_id)
    )
    quand: dict[int, datetime] = dict(unite().execute(demande).all()) if lies else {}
    return [
        regles.visa(
            genre,
            regles.Lie(
                titres[autre.id],
                autre.organe.nom,
                autre.organe_id == point.organe_id,
                horloge.locale(quand[autre.id]).date() if autre.id in quand and autre.phase == "decide" else None,
            ),
        )
        for genre, autre in lies
    ]


def _permis(acteur: Acteur, point: Point) -> None:
    """Who holds the text; the secretary at any time, since a link says what became of a decided point."""
    if not acteur.est_secretaire(point.organe_id):
        chaine.peut_modifier(etat_de(point), acteur, {"classement"})


def _lien(point: Point, autre: Point, genre: str) -> LienPoints | None:
    return unite().scalar(
        select(LienPoints).where(LienPoints.de_id == point.id, LienPoints.vers_id == autre.id, LienPoints.type == genre)
    )
