"""Going somewhere by typing: a point by its number or its words, a séance, a screen. Behind Ctrl+K and « Aller »."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select

from college.droits import Acteur
from college.panneaux import panneaux_de
from college.points import masques, plein_texte
from college.points.droits import visible
from college.points.modele import Point
from college.points.mots import demander, normaliser
from college.points.retrouves import par_les_mots
from college.transaction import unite

AU_PLUS = 6


class Lien(NamedTuple):
    """Where one may go: `genre` is shown before it."""

    genre: str
    libelle: str
    url: str
    icone: str


def exact(acteur: Acteur, question: str) -> int | None:
    """The point whose reference or file number is just that, when the person may read it."""
    voulu = question.strip()
    nomme = (Point.reference == voulu) | (Point.identifiant_externe == voulu)
    return unite().scalar(select(Point.id).where(nomme, visible(acteur)).limit(1)) if voulu else None


def points(acteur: Acteur, question: str) -> list[Lien]:
    """The newest points that the person may read and that hold these words."""
    mots = demander(question)
    if not mots:
        return []
    voulus = (visible(acteur), par_les_mots(acteur, mots), *plein_texte.premiers(mots, Point))
    lus = unite().scalars(select(Point).where(*voulus).order_by(Point.id.desc()).limit(AU_PLUS)).all()
    titres = masques.titres(acteur, lus)
    return [Lien(point.reference, titres[point.id], f"/app/points/{point.id}", "liste") for point in lus]


def ecrans(entrees: list[Lien], question: str) -> list[Lien]:
    """The screens whose name holds what is typed; all of them when nothing is."""
    voulu = normaliser(question)
    return [entree for entree in entrees if voulu in normaliser(entree.libelle)]


def ailleurs(acteur: Acteur, question: str) -> list[Lien]:
    """What upper rooms know under that name: they give panels « aller » with their `liens`."""
    panneaux = panneaux_de("aller", acteur, question)
    return [Lien(*lien) for panneau in panneaux for lien in panneau.donnees["liens"]][:AU_PLUS]
