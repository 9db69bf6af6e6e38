"""Who reads a point with its marked passages hidden: the observers that its organe names (scenario P53).

The organe's key `lecture_masquee` lists roles of a service, `membre`, `copie` or `autres_services`. Whoever reads
by another title as well (the secretary, a step of the chain, an advice, another role) reads the whole text. What
is hidden is asked of the room that keeps the marks, without knowing it: `annoncer("points.masques")` gives how to
read each point, `marque` the criterion of those that have marks, which words of their texts must not find.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from college.annonces import annoncer
from college.droits import Acteur
from college.organisation.modele import Organe
from college.organisation.reglages import reglages_organe
from college.points.annuaire import annuaire
from college.points.droits import en_copie, par_la_chaine
from college.points.modele import Point, Revision
from college.points.regles import TEXTES
from college.transaction import unite

SIMPLES = ("titre", "titre_public")
Masque = Callable[[str, bool], str]
_marques: list[Callable[[], ColumnElement[bool]]] = []


def marque(regle: Callable[[], ColumnElement[bool]]) -> Callable[[], ColumnElement[bool]]:
    """Declare the criterion on Point of what an upper room has marked."""
    if regle not in _marques:
        _marques.append(regle)
    return regle


def masque(acteur: Acteur, point: Point) -> Masque | None:
    """What to pass each text through (text, is it HTML), or None for who reads everything."""
    return masques(acteur, [point]).get(point.id)


def masques(acteur: Acteur, points: Iterable[Point]) -> dict[int, Masque]:
    """The same for many points, by number: two statements at most, none where no organe asks for it."""
    concernes = [point for point in points if _voulus(point.organe)]
    if not concernes or acteur.systeme:
        return {}
    tenus = _tenus(acteur, concernes)
    caches = [point for point in concernes if not _titres(acteur, point, *tenus[point.id]) - _voulus(point.organe)]
    lus = annoncer("points.masques", points=caches) if caches else []
    return {numero: cache for lot in lus for numero, cache in lot.items()}


def titres(acteur: Acteur, points: Sequence[Point], connus: Mapping[int, Masque] | None = None) -> dict[int, str]:
    """The titles of a list, as this person may read them; `connus`: their masks, where they were asked already."""
    caches = masques(acteur, points) if connus is None else connus
    return {p.id: caches[p.id](p.titre, False) if p.id in caches else p.titre for p in points}


def reunir(caches: Iterable[Masque]) -> Masque | None:
    """One mask for what holds several points: what is hidden of one is hidden in all of it."""
    tous = list(caches)
    return (lambda lu, html: reduce(lambda reste, cache: cache(reste, html), tous, lu)) if tous else None


def arbre(cache: Masque, valeur: Any, cle: str = "") -> Any:
    """The tree of values that a document prints, its passages hidden; keys in `_html` are HTML."""
    if isinstance(valeur, dict):
        return {nom: arbre(cache, enfant, nom) for nom, enfant in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [arbre(cache, enfant, cle) for enfant in valeur]
    return cache(valeur, cle.endswith("_html")) if isinstance(valeur, str) else valeur


def textes(acteur: Acteur, point: Point, revision: Revision) -> Mapping[str, str]:
    """The texts of a revision as this person may read them."""
    cache = masque(acteur, point)
    lus = {champ: getattr(revision, champ) for champ in TEXTES}
    return {champ: cache(lu, champ not in SIMPLES) for champ, lu in lus.items()} if cache else lus


def mots_cles(acteur: Acteur, point: Point) -> list[str]:
    """The keywords of a point as this person may read them: somebody's name may be one."""
    cache = masque(acteur, point)
    return [cache(mot, False) for mot in point.mots_cles] if cache else point.mots_cles


def _voulus(organe: Organe) -> set[str]:
    return set(reglages_organe(organe.type, organe.reglages).lecture_masquee)


def _tenus(acteur: Acteur, points: Sequence[Point]) -> dict[int, tuple[bool, bool]]:
    demande = select(Point.id, par_la_chaine(acteur), en_copie(acteur))
    lignes = unite().execute(demande.where(Point.id.in_([point.id for point in points])))
    return {numero: (tenu, copie) for numero, tenu, copie in lignes}


def _titres(acteur: Acteur, point: Point, tenu: bool, copie: bool) -> set[str]:
    """By what the person reads this point."""
    titres = {role for role, service in acteur.roles if service == point.service_id}
    vrais = {
        "secretaire": acteur.est_secretaire(point.organe_id), "membre": acteur.est_membre(point.organe_id),
        "chaine": tenu, "copie": copie,
    }  # fmt: skip
    return (titres | {nom for nom, vrai in vrais.items() if vrai}) or {"autres_services"}


def lus_en_partie(acteur: Acteur) -> ColumnElement[bool]:
    """The criterion on Point: those of which something is hidden from this person."""
    organes = [] if acteur.systeme or not _marques else _organes(acteur)
    caches = [and_(Point.organe_id == organe.id, _masque_en_base(acteur, organe)) for organe in organes]
    return and_(or_(*caches), or_(*(regle() for regle in _marques))) if caches else false()


def _organes(acteur: Acteur) -> list[Organe]:
    numeros = annuaire(acteur.institution_id).masquants
    return list(unite().scalars(select(Organe).where(Organe.id.in_(numeros)))) if numeros else []


def _masque_en_base(acteur: Acteur, organe: Organe) -> ColumnElement[bool]:
    """`_titres` said in SQL: every title held is among those that the organe restricts."""
    voulus = _voulus(organe)
    par_role = {role: Point.service_id.in_(_services(acteur, role)) for role, _ in acteur.roles}
    tenus: dict[str, ColumnElement[bool]] = {**par_role}
    tenus |= {"chaine": par_la_chaine(acteur), "copie": en_copie(acteur)}
    fixes = {"secretaire": acteur.est_secretaire(organe.id), "membre": acteur.est_membre(organe.id)}
    if any(vrai for nom, vrai in fixes.items() if nom not in voulus):
        return false()
    libres = [critere for nom, critere in tenus.items() if nom not in voulus]
    restreints = [critere for nom, critere in tenus.items() if nom in voulus]
    if "autres_services" in voulus or any(fixes.values()):
        return ~or_(false(), *libres)
    return and_(~or_(false(), *libres), or_(false(), *restreints))


def _services(acteur: Acteur, role: str) -> list[int]:
    return [service for tenu, service in acteur.roles if tenu == role]


def montrable(acteur: Acteur, point: Point, revision: Revision) -> Any:
    """A revision for the pages: itself, or a copy whose texts are masked."""
    cache = masque(acteur, point)
    if cache is None:
        return revision
    return Revision(
        numero=revision.numero, empreinte=revision.empreinte, le=revision.le, faits=revision.faits,
        auteur=revision.auteur,
        **{champ: cache(getattr(revision, champ), champ not in SIMPLES) for champ in TEXTES},
    )  # fmt: skip
