"""The half of a search that all back ends share: ladder, page, marks, facets, sentences."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace

from search_index.analyse import jetons
from search_index.echelle import Palier, monter
from search_index.extraits import Surligneur, debut_de
from search_index.fiche import Fiche, Portee
from search_index.grammaire import lire
from search_index.plan import Vue
from search_index.requete import Element, Requete, Resultat, ValeurComptee

PAR_PAGE_MAX = 1_000


class Moteur(ABC):
    """Inherited by a back end that can open a `Vue` of itself."""

    portee: Portee

    @abstractmethod
    def _vue(self) -> AbstractContextManager[Vue]:
        """The index as it stands now, for one search."""

    def chercher(self, requete: Requete) -> Resultat:
        requete = _bornee(requete)
        demande = lire(requete.texte)
        with self._vue() as vue:
            palier = monter(vue, demande, requete)
            total, sans_filtres = vue.total(palier.plan), vue.total(palier.plan.sans_filtres)
            debut = (requete.page - 1) * requete.par_page
            fiches = vue.page(palier.plan, debut, requete.par_page) if debut < total else []
            facettes = vue.facettes(palier.plan, requete.facettes)
        surligneur = Surligneur(palier.plan.positives)
        elements = tuple(_element(f, surligneur, requete.extraits) for f in fiches)
        corrigee = _resultats_pour(requete.texte, palier, fiches)
        return Resultat(
            total=total,
            sans_filtres=sans_filtres,
            elements=elements,
            facettes=facettes,
            niveau=palier.niveau,
            resultats_pour=corrigee,
            message=" ".join((*demande.remarques, *_phrases(palier, corrigee))),
        )

    def facettes(self, requete: Requete) -> Mapping[str, tuple[ValeurComptee, ...]]:
        with self._vue() as vue:
            palier = monter(vue, lire(requete.texte), requete)
            return vue.facettes(palier.plan, requete.facettes)


def _bornee(requete: Requete) -> Requete:
    page = min(max(requete.page, 1), 1_000_000)
    return replace(requete, page=page, par_page=min(max(requete.par_page, 1), PAR_PAGE_MAX))


def _element(fiche: Fiche, surligneur: Surligneur, extraits: bool) -> Element:
    if not extraits:
        return Element(fiche, surligneur.titre(fiche.titre), "")
    titre, extrait = surligneur.titre(fiche.titre), surligneur.extrait(fiche.texte)
    if extrait is None and "<mark>" not in titre and (annexe := surligneur.page(fiche)):
        return Element(fiche, titre, annexe[1], annexe[0])
    return Element(fiche, titre, extrait or debut_de(fiche.texte))


def _resultats_pour(texte: str, palier: Palier, fiches: list[Fiche]) -> str | None:
    """The query as it was understood, its corrected words written as the first results write them."""
    corrige = texte
    for clause, terme in palier.reparation.corriges.items():
        corrige = corrige.replace(clause.ecrit, _forme(fiches, terme))
    return corrige.strip() if corrige != texte and palier.niveau != "vide" else None


def _forme(fiches: list[Fiche], terme: str) -> str:
    for texte in _textes(fiches):
        for jeton in jetons(texte):
            if terme in jeton.decoupe.suite:
                return texte[jeton.debut : jeton.fin].lower()
    return terme


def _textes(fiches: list[Fiche]) -> Iterator[str]:
    for fiche in fiches[:3]:
        yield from (fiche.titre, fiche.texte, *(p.texte for p in fiche.pages))


def _phrases(palier: Palier, corrigee: str | None) -> Iterator[str]:
    if palier.niveau == "vide":
        yield "Aucun résultat. Essayez un autre mot, ou moins de mots."
        return
    if corrigee:
        yield f"Résultats pour « {corrigee} »."
    for clause in palier.reparation.defaites:
        yield f"« {clause.ecrit} » ne se trouve nulle part en un seul tenant : ses mots ont été cherchés séparément."
    for clause in palier.reparation.inconnus:
        yield f"« {clause.ecrit} » ne se trouve nulle part : ce mot a été laissé de côté."
    if palier.niveau == "large":
        yield "Aucun résultat ne contient tous ces mots : voici ceux qui en contiennent une partie."
