"""One immutable Whoosh segment, read our way: postings as arrays, facets as sets.

Whoosh scores every hit through Python matchers (55 ms for three words at 10,000 acts). We take its
files, its commits and its merges, and evaluate with sets, which run at the speed of C.
"""

from __future__ import annotations

import json
import threading
import weakref
from array import array
from collections import OrderedDict, defaultdict
from collections.abc import Iterator
from copy import copy
from typing import Any

from search_index.fiche import Fiche
from search_index.stockage import lire_fiche
from search_index.whoosh_schema import lire_places

#: Postings kept per segment, all terms together (8 bytes each).
POSTINGS_MAX = 2_000_000


class Segment:
    """Whoosh readers share a file position, so each read is taken in turn; the caches need no lock."""

    def __init__(self, lecteur: Any) -> None:
        self.cle: str = lecteur.segment().segment_id()
        self._verrou = threading.Lock()
        self._postings: OrderedDict[str, tuple[array[int], array[float]]] = OrderedDict()
        self._charge = 0
        self._mots: list[str] | None = None
        self.jours: array[int] = array("i")
        self.longueurs: array[int] = array("I")
        self.ids: list[str] = []
        self.empreintes: list[str] = []
        self.facettes: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        self.libelles: dict[tuple[str, str], str] = {}
        self.institutions: dict[str, set[int]] = defaultdict(set)
        self.acces: dict[str, set[int]] = defaultdict(set)
        self.ouverts: set[int] = set()
        self.lecteur = lecteur
        self.vivants: set[int] = set(lecteur.all_doc_ids())
        self._lire_metas()
        weakref.finalize(self, lecteur.close)  # with the last search that reads it

    def avec(self, lecteur: Any) -> Segment:
        """The same segment in a later generation: only its deletions differ, the caches are shared."""
        suivant = copy(self)
        suivant.lecteur = lecteur
        suivant.vivants = set(lecteur.all_doc_ids())
        weakref.finalize(suivant, lecteur.close)
        return suivant

    def _lire_metas(self) -> None:
        colonne = self.lecteur.column_reader("meta")
        for doc in range(self.lecteur.doc_count_all()):
            self._ranger(doc, json.loads(colonne[doc]))

    def _ranger(self, doc: int, meta: dict[str, Any]) -> None:
        self.ids.append(meta["id"])
        self.empreintes.append(meta["empreinte"])
        self.jours.append(meta["jour"])
        self.longueurs.append(meta["longueur"])
        self.institutions[meta["institution"]].add(doc)
        for porteur in meta["acces"]:
            self.acces[porteur].add(doc)
        if not meta["acces"]:
            self.ouverts.add(doc)
        for champ, valeurs in meta["facettes"].items():
            for valeur, libelle in valeurs:
                self.facettes[champ][valeur].add(doc)
                self.libelles[champ, valeur] = libelle

    def mots(self) -> list[str]:
        if self._mots is None:
            with self._verrou:
                self._mots = [terme.decode() for terme in self.lecteur.lexicon("contenu")]
        return self._mots

    def postings(self, terme: str) -> dict[int, float]:
        """document → weight of the term in it."""
        connu = self._postings.get(terme)
        if connu is None:
            connu = self._charger(terme)
        return dict(zip(*connu, strict=True))

    def _charger(self, terme: str) -> tuple[array[int], array[float]]:
        docs: array[int] = array("I")
        poids: array[float] = array("f")
        with self._verrou:
            for lecture in self._lectures(terme):
                docs.append(lecture.id())
                poids.append(lecture.weight())
            self._postings[terme] = docs, poids
            self._charge += len(docs)
            while self._charge > POSTINGS_MAX:
                self._charge -= len(self._postings.popitem(last=False)[1][0])
        return docs, poids

    def _lectures(self, terme: str) -> Iterator[Any]:
        if ("contenu", terme.encode()) not in self.lecteur:
            return
        lecture = self.lecteur.postings("contenu", terme)
        while lecture.is_active():
            yield lecture
            lecture.next()

    def places(self, terme: str, docs: list[int]) -> dict[int, array[int]]:
        """Where the term stands in each of these documents (in increasing order, all holding it)."""
        ou = {}
        with self._verrou:
            lecture = self.lecteur.postings("contenu", terme)
            for doc in docs:
                lecture.skip_to(doc)
                ou[doc] = lire_places(lecture.value())
        return ou

    def fiche(self, doc: int) -> Fiche:
        with self._verrou:
            stocke = self.lecteur.stored_fields(doc)
        return lire_fiche(stocke["fiche"])
