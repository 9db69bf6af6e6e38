"""Words among points that the person reads in part (P53): what is hidden finds nothing, the rest still does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup
from sqlalchemy import ColumnElement, or_, select, true

from college.droits import Acteur
from college.points import masques, mots, plein_texte
from college.points.annuaire import annuaire
from college.points.droits import visible
from college.points.extraits import extrait
from college.points.modele import Point, Revision
from college.points.regles import TEXTES
from college.points.requetes import charger
from college.points.revisions import parties
from college.points.texte_riche import texte_brut
from college.transaction import unite

RELUS = 200  # how many are read again, the newest first


def par_les_mots(acteur: Acteur, voulus: list[str]) -> ColumnElement[bool]:
    """The criterion on Point: those that these words may show, asked once a unit of work."""
    if acteur.systeme or not annuaire(acteur.institution_id).masquants:
        return true()
    session, cle = unite(), ("retrouves", acteur.agent_id, *voulus)
    if cle not in session.info:
        session.info[cle] = _retrouves(acteur, voulus)
    return or_(~masques.lus_en_partie(acteur), Point.id.in_(session.info[cle]))


def _retrouves(acteur: Acteur, voulus: list[str]) -> list[int]:
    """Found by the index, then read again as the person reads them."""
    demande = (
        charger(select(Point).add_columns(Revision))
        .join(Revision, (Revision.point_id == Point.id) & (Revision.numero == Point.numero_revision))
        .where(visible(acteur), masques.lus_en_partie(acteur), plein_texte.contient(Point, voulus))
    )
    lignes = unite().execute(demande.order_by(Point.id.desc()).limit(RELUS)).all()
    lus = {ligne[0]: ligne[1] for ligne in lignes}
    caches = masques.masques(acteur, list(lus))
    return [point.id for point, revision in lus.items() if mots.repond(voulus, _lues(point, revision, caches))]


_EN_LIGNE = re.compile(r"</?(?:a|del|em|ins|s|strong|sub|sup|u)\b[^>]*>")  # « 1<sup>er</sup> » reads « 1er »
_LUS = ("note_synthese", "motivation", "dispositif", "rapport")  # where an extract is looked for, in this order


def extraits(
    acteur: Acteur, points: Sequence[Point], voulus: list[str], caches: Mapping[int, masques.Masque]
) -> dict[int, Markup]:
    """A passage of each point shown that holds the words, cut from what the person reads of it. One statement."""
    if not voulus or not points:
        return {}
    demande = select(Revision.point_id, *(getattr(Revision, champ) for champ in _LUS))
    demande = demande.join(Point, (Revision.point_id == Point.id) & (Revision.numero == Point.numero_revision))
    lignes = unite().execute(demande.where(Point.id.in_([point.id for point in points])))
    riches = {numero: textes for numero, *textes in lignes}
    return {p.id: extrait(voulus, _morceaux(p, riches[p.id], caches.get(p.id))) for p in points}


def _morceaux(point: Point, riches: Sequence[str], cache: masques.Masque | None) -> Iterator[str]:
    """What is read of a point, text after text, then its short fields, each with its name."""
    for html in riches:
        yield texte_brut(_EN_LIGNE.sub("", cache(html, True) if cache else html))
    courts = {
        "Demandeur": point.demandeur,
        "Mots-clés": " ; ".join(point.mots_cles),
        "Article budgétaire": point.article_budgetaire,
        "Dossier": point.identifiant_externe or "",
    }
    for nom, lu in courts.items():
        yield f"{nom}\u00a0: {cache(lu, False) if cache else lu}" if lu else ""


def _lues(point: Point, revision: Revision, caches: dict[int, masques.Masque]) -> list[str]:
    tout = parties(point, {champ: getattr(revision, champ) for champ in TEXTES})
    cache = caches.get(point.id)
    return [cache(partie, False) if cache else partie for partie in tout if partie]
