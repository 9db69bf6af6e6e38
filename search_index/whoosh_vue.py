"""A search evaluated over the segments of one Whoosh generation: sets, BM25, facets."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from functools import reduce
from heapq import nlargest
from itertools import chain
from math import log

from search_index.fiche import Fiche
from search_index.grammaire import Clause, Suite
from search_index.plan import Plan
from search_index.requete import Requete, ValeurComptee, ordonner
from search_index.whoosh_segment import Segment

EXPANSIONS_MAX = 200
#: Best cards whose title is compared with the words asked, in their order.
TITRES = 200
K1, B = 1.2, 0.3
Poids = dict[int, float]
Rang = tuple[float, int, int, int]


class Cliche:
    """The segments of one generation, shared by the searches that run on it."""

    def __init__(self, cle: tuple[str, int], segments: list[Segment]) -> None:
        self.cle = cle
        self.segments = segments
        self.documents = sum(len(s.vivants) for s in segments)
        longueur = sum(sum(s.longueurs) for s in segments)
        self.moyenne = max(1.0, longueur / max(1, sum(len(s.longueurs) for s in segments)))
        self._mots: list[str] | None = None

    def mots(self) -> list[str]:
        if self._mots is None:
            self._mots = sorted(set(chain.from_iterable(s.mots() for s in self.segments)))
        return self._mots


class VueWhoosh:
    def __init__(self, cliche: Cliche) -> None:
        self._cliche = cliche
        self._trouves: dict[tuple[object, ...], list[tuple[list[Poids], set[int]]]] = {}

    def vocabulaire(self) -> Sequence[str]:
        return self._cliche.mots()

    def total(self, plan: Plan) -> int:
        return sum(
            len(_cadrer(s, docs, plan.cadre))
            for s, (_, docs) in zip(self._cliche.segments, self._trouver(plan), strict=True)
        )

    def page(self, plan: Plan, debut: int, taille: int) -> list[Fiche]:
        rangs: list[Rang] = []
        for i, (segment, (poids, docs)) in enumerate(zip(self._cliche.segments, self._trouver(plan), strict=True)):
            gardes = _cadrer(segment, docs, plan.cadre)
            note = (lambda _doc: 0.0) if plan.par_date else self._noteur(segment, poids, plan)
            rangs += [(note(doc), segment.jours[doc], -i, -doc) for doc in gardes]
        choisis = nlargest(max(debut + taille, TITRES), rangs)
        if not plan.par_date:
            choisis = self._titres_d_abord(choisis[:TITRES], plan.titre) + choisis[TITRES:]
        return [self._cliche.segments[-i].fiche(-doc) for _, _, i, doc in choisis[debut : debut + taille]]

    def _titres_d_abord(self, rangs: list[Rang], suite: Suite) -> list[Rang]:
        """Who types a title gets that title first, however often other texts repeat its words."""
        if not suite:
            return rangs
        parmi: dict[int, set[int]] = defaultdict(set)
        for _, _, i, doc in rangs:
            parmi[-i].add(-doc)
        ouverts = {(-i, -doc) for i, docs in parmi.items() for doc in _ouvrant(self._cliche.segments[i], docs, suite)}
        return sorted(rangs, key=lambda rang: rang[2:] not in ouverts)

    def facettes(self, plan: Plan, champs: Sequence[str]) -> dict[str, tuple[ValeurComptee, ...]]:
        return {champ: self._facette(plan, champ) for champ in champs}

    def _facette(self, plan: Plan, champ: str) -> tuple[ValeurComptee, ...]:
        comptes: Counter[str] = Counter()
        libelles: dict[str, str] = {}
        for segment, (_, docs) in zip(self._cliche.segments, self._trouver(plan), strict=True):
            gardes = _cadrer(segment, docs, plan.cadre, sauf=champ)
            for valeur, porteurs in segment.facettes.get(champ, {}).items():
                if nombre := len(gardes & porteurs):
                    comptes[valeur] += nombre
                    libelles[valeur] = segment.libelles[champ, valeur]
        choisies = plan.cadre.filtres.get(champ, ())
        return tuple(ValeurComptee(v, libelles[v], n, v in choisies) for v, n in ordonner(comptes, champ))

    def _trouver(self, plan: Plan) -> list[tuple[list[Poids], set[int]]]:
        """For each segment: the weights of each clause, and the documents that hold the words asked."""
        cle = (plan.positives, plan.negatives, plan.mode)
        if cle not in self._trouves:
            self._trouves[cle] = [self._dans(segment, plan) for segment in self._cliche.segments]
        return self._trouves[cle]

    def _dans(self, segment: Segment, plan: Plan) -> tuple[list[Poids], set[int]]:
        poids = [self._clause(segment, clause) for clause in plan.positives]
        if not poids:
            docs = set(segment.vivants)
        elif plan.mode == "et":
            courts = sorted(poids, key=len)
            docs = reduce(lambda acquis, p: acquis & p.keys(), courts, set(courts[0])) & segment.vivants
        else:
            docs = set().union(*poids) & segment.vivants
        for clause in plan.negatives:
            docs -= self._clause(segment, clause).keys()
        return poids, docs

    def _clause(self, segment: Segment, clause: Clause) -> Poids:
        if clause.prefixe:
            return _unir([segment.postings(mot) for mot in self._expansions(clause.prefixe)])
        return _unir([_suite(segment, suite) for suite in clause.choix])

    def _expansions(self, prefixe: str) -> list[str]:
        mots = self._cliche.mots()
        debut, fin = bisect_left(mots, prefixe), bisect_left(mots, prefixe + "\U0010ffff")
        return sorted(mots[debut:fin], key=len)[:EXPANSIONS_MAX]

    def _noteur(self, segment: Segment, poids: list[Poids], plan: Plan) -> Callable[[int], float]:
        """BM25 with a mild length norm; with « ou », a document that holds more of the words goes first."""
        frequences = [sum(len(p[i]) for p, _ in self._trouver(plan)) for i in range(len(poids))]
        n = max(1, self._cliche.documents)
        termes = [
            (p, log(1 + (n - f + 0.5) / (f + 0.5)) if f <= n else 0.01) for p, f in zip(poids, frequences, strict=True)
        ]
        norme = K1 * B / self._cliche.moyenne

        def note(doc: int) -> float:
            base = K1 * (1 - B) + norme * segment.longueurs[doc]
            notes = [idf * tf / (tf + base) for p, idf in termes if (tf := p.get(doc))]
            return sum(notes) * len(notes) / len(termes)

        return note


def _unir(listes: list[Poids]) -> Poids:
    if len(listes) == 1:
        return listes[0]
    total: Poids = {}
    for poids in sorted(listes, key=len, reverse=True):
        total = {**total, **{d: max(p, total.get(d, 0.0)) for d, p in poids.items()}} if total else poids
    return total


def _suite(segment: Segment, suite: Suite) -> Poids:
    """Documents where the terms follow each other; a single term needs no look at its places."""
    poids = [segment.postings(terme) for terme in suite]
    if len(suite) == 1:
        return poids[0]
    candidats = sorted(reduce(lambda acquis, p: acquis & p.keys(), poids[1:], set(poids[0])) & segment.vivants)
    if not candidats:
        return {}
    departs = {doc: set(ou) for doc, ou in segment.places(suite[0], candidats).items()}
    for rang, terme in enumerate(suite[1:], 1):
        for doc, ou in segment.places(terme, candidats).items():
            departs[doc] &= {place - rang for place in ou}
    return {doc: min(p[doc] for p in poids) for doc, debuts in departs.items() if debuts}


def _ouvrant(segment: Segment, docs: set[int], suite: Suite) -> set[int]:
    """Documents that begin with these terms: the title stands first (see `zones`)."""
    for place, terme in enumerate(suite):
        docs = docs & segment.postings(terme).keys()
        docs = {doc for doc, ou in segment.places(terme, sorted(docs)).items() if place in ou} if docs else docs
    return docs


def _cadrer(segment: Segment, docs: set[int], cadre: Requete, sauf: str = "") -> set[int]:
    """Keep what the asker may see and what the filters choose; `sauf` leaves one facet free."""
    if cadre.institution is not None:
        docs = docs & segment.institutions.get(cadre.institution, set())
    if cadre.acces is not None:
        docs = docs & segment.ouverts.union(*(segment.acces.get(porteur, set()) for porteur in cadre.acces))
    for champ, valeurs in cadre.filtres.items():
        if valeurs and champ != sauf:
            porteurs = segment.facettes.get(champ, {})
            docs = docs & set().union(*(porteurs.get(valeur, set()) for valeur in valeurs))
    if cadre.du or cadre.au:
        debut = cadre.du.toordinal() if cadre.du else 1
        fin = cadre.au.toordinal() if cadre.au else 4_000_000
        docs = {doc for doc in docs if debut <= segment.jours[doc] <= fin}
    return docs
