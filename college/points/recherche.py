"""Finding points: the list, its filters, its words; always inside `visible(acteur)`.

Without words, the last changed come first. With words, the newest come first: the database walks its index of
words backwards and stops as soon as the page is full, however many points hold them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_, union

from college import horloge
from college.annonces import annoncer
from college.droits import Acteur
from college.organisation.modele import Categorie, Organe, Service
from college.points import plein_texte
from college.points.annexes.modele import Annexe
from college.points.droits import proche, visible
from college.points.modele import Point
from college.points.mots import demander
from college.points.requetes import charger
from college.points.retrouves import par_les_mots
from college.references import numero
from college.transaction import unite


@dataclass(frozen=True)
class Filtre:
    """What a list is narrowed by; every field empty means everything visible."""

    organe: str = ""
    phase: str = ""
    etape: str = ""
    service: str = ""
    q: str = ""
    categorie: str = ""
    pieces: bool = False
    miens: bool = False
    mon_service: bool = False
    du: date | None = None
    au: date | None = None
    montant_min: Decimal | None = None
    montant_max: Decimal | None = None
    seance: int | None = None
    issue: str = ""


def criteres(acteur: Acteur, filtre: Filtre) -> list[ColumnElement[bool]]:
    """The criteria on Point of a filter, its words left out."""
    voulus = [visible(acteur), *_nommes(acteur, filtre)]
    if filtre.phase:
        voulus.append(Point.phase == filtre.phase)
    if filtre.etape:
        voulus.append(Point.etape == filtre.etape)
    if filtre.miens:
        voulus.append(Point.auteur_id == acteur.agent_id)
    if filtre.mon_service:
        voulus.append(Point.service_id.in_(acteur.services))
    if filtre.du:
        voulus.append(Point.cree_le >= _minuit(filtre.du))
    if filtre.au:
        voulus.append(Point.cree_le < _minuit(filtre.au + timedelta(days=1)))
    if filtre.montant_min is not None:
        voulus.append(Point.montant_htva >= filtre.montant_min)
    if filtre.montant_max is not None:
        voulus.append(Point.montant_htva <= filtre.montant_max)
    if filtre.seance:
        voulus += annoncer("points.disponibles", acteur=acteur, seance=filtre.seance)
    if filtre.issue:
        voulus += annoncer("points.decides", issue=filtre.issue)
    return voulus


def _minuit(jour: date) -> datetime:
    return datetime.combine(jour, time(), horloge.BRUXELLES)


def _nommes(acteur: Acteur, filtre: Filtre) -> list[ColumnElement[bool]]:
    """What is chosen in lists, by code or by number."""
    lieux = (
        (Organe, Point.organe_id, filtre.organe),
        (Service, Point.service_id, filtre.service),
        (Categorie, Point.categorie_id, filtre.categorie),
    )
    nommes: list[ColumnElement[bool]] = []
    for table, colonne, code in lieux:
        if code:
            rang = numero(code)
            nomme = table.code == code if rang is None else table.id == rang
            nommes.append(colonne.in_(select(table.id).where(table.institution_id == acteur.institution_id, nomme)))
    return nommes


def liste(acteur: Acteur, filtre: Filtre) -> Select[Any]:
    """The visible points that the filter keeps, without order."""
    demande = charger(select(Point)).where(*criteres(acteur, filtre))
    mots = demander(filtre.q)
    if not mots:
        return demande
    modeles = (Point, Annexe) if filtre.pieces else (Point,)
    places = _places(acteur, [plein_texte.contient(modele, mots) for modele in modeles])
    return demande.where(or_(*places), par_les_mots(acteur, mots))


def page(acteur: Acteur, filtre: Filtre, apres: int | None, limite: int) -> list[Point]:
    """So many points, after one."""
    return list(unite().scalars(_page(acteur, filtre, apres, limite)))


def page_comptee(acteur: Acteur, filtre: Filtre, limite: int, plafond: int) -> tuple[list[Point], int]:
    """The first points, and how many there are in all (one more than the bound: beyond, nobody counts), in one
    statement. With words both are read from the same numbers: the index is walked once."""
    if mots := demander(filtre.q):
        numeros = _trouves(acteur, filtre, mots, None, max(limite, plafond + 1)).cte("trouves")
        demande = _charges(select(numeros.c.id), limite)
        combien = _nombre(select(numeros.c.id), plafond)
    else:
        demande, combien = _page(acteur, filtre, None, limite), _combien(acteur, filtre, plafond)
    lignes = unite().execute(demande.add_columns(combien.scalar_subquery())).all()
    return [ligne[0] for ligne in lignes], lignes[0][1] if lignes else 0


def compter(acteur: Acteur, filtre: Filtre, plafond: int) -> int:
    """How many there are, up to a bound."""
    return unite().scalar(_combien(acteur, filtre, plafond)) or 0


def _page(acteur: Acteur, filtre: Filtre, apres: int | None, limite: int) -> Select[Any]:
    if mots := demander(filtre.q):
        numeros = _trouves(acteur, filtre, mots, apres, limite).subquery()
        return _charges(select(numeros.c.id), limite)
    demande = charger(select(Point)).where(*criteres(acteur, filtre))
    if apres:
        repere = select(Point.modifie_le, Point.id).where(Point.id == apres).scalar_subquery()
        demande = demande.where(tuple_(Point.modifie_le, Point.id) < repere)
    return demande.order_by(Point.modifie_le.desc(), Point.id.desc()).limit(limite)


def _charges(numeros: Select[Any], limite: int) -> Select[Any]:
    """The newest points of these numbers."""
    gardes = numeros.order_by(numeros.selected_columns.id.desc()).limit(limite).subquery()
    return charger(select(Point)).join(gardes, gardes.c.id == Point.id).order_by(Point.id.desc())


def _combien(acteur: Acteur, filtre: Filtre, plafond: int) -> Select[Any]:
    if mots := demander(filtre.q):
        return _nombre(select(_trouves(acteur, filtre, mots, None, plafond + 1).subquery().c.id), plafond)
    return _nombre(select(Point.id).where(*criteres(acteur, filtre)), plafond)


def _nombre(numeros: Select[Any], plafond: int) -> Select[Any]:
    """How many, and no further than one more than the bound."""
    return select(func.count()).select_from(numeros.limit(plafond + 1).subquery())


def _places(acteur: Acteur, contenants: list[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
    """Where the words may be: in the point, or in one of its pieces (found by the title of its point too).

    A confidential piece is found by those who may know of it, and by nobody else.
    """
    dedans, *pieces = contenants
    if not pieces:
        return [dedans]
    saines = select(Annexe.point_id).where(*pieces, Annexe.retiree_le.is_(None), Annexe.etat_antivirus == "sain")
    libres, secretes = (saines.where(Annexe.confidentielle.is_(oui)) for oui in (False, True))
    return [dedans, Point.id.in_(libres), Point.id.in_(secretes) & proche(acteur)]


def _trouves(acteur: Acteur, filtre: Filtre, mots: list[str], apres: int | None, limite: int) -> Any:
    """The newest points that hold the words: each place where they may be gives its own first ones."""
    places = _places(acteur, plein_texte.premiers(mots, Point, *([Annexe] if filtre.pieces else [])))
    suite = [Point.id < apres] if apres else []
    base = select(Point.id).where(*criteres(acteur, filtre), par_les_mots(acteur, mots), *suite)
    lots = [base.where(place).order_by(Point.id.desc()).limit(limite).subquery() for place in places]
    return union(*(select(lot.c.id) for lot in lots))
