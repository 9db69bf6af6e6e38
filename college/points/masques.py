"""Who reads a point with its marked passages hidden: the observers that its organe names (scenario P53).

The organe's key `lecture_masquee` lists roles of a service, `membre`, `copie` or `autres_services`. Whoever reads
by another title as well (the secretary, a step of the chain, an advice, another role) reads the whole text. What
is hidden is asked of the room that keeps the marks, without knowing it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import select

from college.annonces import annoncer
from college.droits import Acteur
from college.organisation.reglages import reglages_organe
from college.points.droits import en_copie, par_la_chaine
from college.points.modele import Point, Revision
from college.points.regles import TEXTES
from college.transaction import unite

SIMPLES = ("titre", "titre_public")
Masque = Callable[[str, bool], str]


def masque(acteur: Acteur, point: Point) -> Masque | None:
    """What to pass each text through (text, is it HTML), or None for who reads everything."""
    voulus = set(reglages_organe(point.organe.type, point.organe.reglages).lecture_masquee)
    if not voulus or acteur.systeme or _titres(acteur, point) - voulus:
        return None
    return next(iter(annoncer("point.masque", point=point)), None)


def textes(acteur: Acteur, point: Point, revision: Revision) -> Mapping[str, str]:
    """The texts of a revision as this person may read them."""
    cache = masque(acteur, point)
    lus = {champ: getattr(revision, champ) for champ in TEXTES}
    return {champ: cache(lu, champ not in SIMPLES) for champ, lu in lus.items()} if cache else lus


def _titres(acteur: Acteur, point: Point) -> set[str]:
    """By what the person reads this point."""
    titres = {role for role, service in acteur.roles if service == point.service_id}
    if acteur.est_secretaire(point.organe_id):
        titres.add("secretaire")
    if acteur.est_membre(point.organe_id):
        titres.add("membre")
    tenu, copie = unite().execute(select(par_la_chaine(acteur), en_copie(acteur)).where(Point.id == point.id)).one()
    titres |= {nom for nom, vrai in (("chaine", tenu), ("copie", copie)) if vrai}
    return titres or {"autres_services"}


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
