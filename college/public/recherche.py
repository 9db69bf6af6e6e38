"""The public search: the index answers, the database has the last word on what is still on line."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from college.public import requetes
from college.public.parametres import Parametres
from college.publication import index
from college.publication.modele import Publication
from search_index import Element, Resultat

EXPORT_MAX = 5_000


@dataclass(frozen=True)
class Trouve:
    """One line of results: the page, and what the index found in it."""

    page: Publication
    element: Element

    @property
    def titre(self) -> Markup:
        return Markup(self.element.titre_html)  # noqa: S704 - escaped by the index, nothing but <mark>

    @property
    def extrait(self) -> Markup:
        return Markup(self.element.extrait_html)  # noqa: S704 - escaped by the index, nothing but <mark>


def chercher(parametres: Parametres, par_page: int = 20) -> tuple[Resultat, list[Trouve]]:
    resultat = index.publique().chercher(parametres.requete(par_page))
    return resultat, _joindre(resultat)


def tout(parametres: Parametres, limite: int) -> list[Publication]:
    """The first `limite` pages of a search, for a feed or an export."""
    requete = parametres.requete(min(limite, 1_000), page=1, extraits=False)
    trouves = _joindre(index.publique().chercher(requete))
    page = 2
    while len(trouves) < limite and len(trouves) % 1_000 == 0 and trouves:
        suite = _joindre(index.publique().chercher(parametres.requete(1_000, page=page, extraits=False)))
        if not suite:
            break
        trouves, page = trouves + suite, page + 1
    return [t.page for t in trouves[:limite]]


def _joindre(resultat: Resultat) -> list[Trouve]:
    pages = requetes.par_ids(e.id for e in resultat.elements)
    return [Trouve(pages[e.id], e) for e in resultat.elements if e.id in pages]
