"""The default back end: Whoosh files in a folder, one writer at a time, rebuilt beside and switched at once.

dossier/actuel       which generation serves, and which analyzer wrote it
dossier/0007/        a Whoosh index
dossier/rattrapage   what was deposited while a rebuild was running, replayed before the switch
"""

import json
import os
import shutil
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import index as whoosh_index
from whoosh.filedb.filestore import FileStorage

from search_index.analyse import VERSION
from search_index.base import IndexIllisible
from search_index.fiche import Fiche, Portee
from search_index.moteur import Moteur
from search_index.requete import Etat
from search_index.verrou import ATTENTE, verrou
from search_index.whoosh_fusion import fusionner
from search_index.whoosh_schema import document, schema
from search_index.whoosh_segment import Segment
from search_index.whoosh_vue import Cliche, VueWhoosh

#: Memory of the writer while it rebuilds everything, in MB.
MEMOIRE_REPRISE = 128


class IndexWhoosh(Moteur):
    def __init__(self, dossier: Path, portee: Portee, attente: float = ATTENTE) -> None:
        self.portee = portee
        self._dossier = Path(dossier)
        self._attente = attente
        self._cliche: Cliche | None = None
        self._bascule = threading.Lock()
        self._generation()

    # --- writing -------------------------------------------------------------------------------

    def deposer(self, fiches: Iterable[Fiche]) -> int:
        parid = {fiche.id: fiche for fiche in fiches}
        for fiche in parid.values():
            if fiche.portee != self.portee:
                raise ValueError(f"Fiche {fiche.id} : portée {fiche.portee}, index {self.portee}.")
        if parid:
            with self._ecriture():
                self._ecrire(self._courant(), list(parid), parid.values())
                self._rattraper([{"fiche": f.en_json()} for f in parid.values()])
        return len(parid)

    def retirer(self, ids: Iterable[str]) -> int:
        ids = list(dict.fromkeys(ids))
        with self._ecriture():
            avant = self._ouvrir(self._courant()).doc_count()
            self._ecrire(self._courant(), ids, ())
            self._rattraper([{"retire": i} for i in ids])
            return int(avant - self._ouvrir(self._courant()).doc_count())

    def reconstruire(self, fiches: Iterable[Fiche]) -> int:
        self._generation()
        with verrou(self._dossier / "reconstruction.verrou", self._attente):
            with self._ecriture():
                courante = self._generation()["generation"]
                nouvelle = f"{int(courante) + 1:04d}"
                self._nettoyer(courante)
                self._rattrapage.write_text("")
            try:
                self._fonder(self._dossier / nouvelle)
                nombre = self._remplir(self._dossier / nouvelle, fiches)
                with self._ecriture():
                    self._rejouer(self._dossier / nouvelle)
                    self._pointer(nouvelle)
            finally:
                self._rattrapage.unlink()
        return nombre

    @contextmanager
    def _ecriture(self) -> Iterator[None]:
        """One writer at a time, on an index that exists: a folder that was deleted is founded again, empty."""
        self._dossier.mkdir(parents=True, exist_ok=True)
        with verrou(self._dossier / "verrou", self._attente):
            if not self._pointeur.exists():
                self._fonder(self._dossier / "0001")
                self._pointer("0001")
            yield

    def _remplir(self, dossier: Path, fiches: Iterable[Fiche]) -> int:
        nombre = 0
        with self._redaction(dossier, limitmb=MEMOIRE_REPRISE) as redacteur:
            for fiche in fiches:
                redacteur.add_document(**document(fiche))
                nombre += 1
        return nombre

    def _ecrire(self, dossier: Path, retires: Iterable[str], ajoutees: Iterable[Fiche]) -> None:
        with self._redaction(dossier) as redacteur:
            with redacteur.searcher() as recherche:
                anciens = [n for i in retires for n in recherche.document_numbers(id=i)]
            for numero in anciens:
                redacteur.delete_document(numero)
            for fiche in ajoutees:
                redacteur.add_document(**document(fiche))

    @contextmanager
    def _redaction(self, dossier: Path, **options: Any) -> Iterator[Any]:
        """A Whoosh writer that commits once, or leaves nothing behind."""
        redacteur = self._ouvrir(dossier, projete=True).writer(**options)
        try:
            yield redacteur
        except BaseException:
            redacteur.cancel()
            raise
        redacteur.commit(mergetype=fusionner)

    def _rattraper(self, lignes: list[dict[str, str]]) -> None:
        if self._rattrapage.exists():
            with self._rattrapage.open("a") as fichier:
                fichier.writelines(json.dumps(ligne) + "\n" for ligne in lignes)

    def _rejouer(self, dossier: Path) -> None:
        dernier: dict[str, Fiche | None] = {}
        for ligne in map(json.loads, self._rattrapage.read_text().splitlines()):
            fiche = Fiche.de_json(ligne["fiche"]) if "fiche" in ligne else None
            dernier[fiche.id if fiche else ligne["retire"]] = fiche
        if dernier:
            self._ecrire(dossier, list(dernier), [f for f in dernier.values() if f])

    # --- generations ---------------------------------------------------------------------------

    @property
    def _pointeur(self) -> Path:
        return self._dossier / "actuel"

    @property
    def _rattrapage(self) -> Path:
        return self._dossier / "rattrapage"

    def _generation(self) -> dict[str, Any]:
        if not self._pointeur.exists():
            with self._ecriture():
                pass
        lu: dict[str, Any] = json.loads(self._pointeur.read_text())
        return lu

    def _courant(self) -> Path:
        return self._dossier / self._generation()["generation"]

    def _fonder(self, dossier: Path) -> None:
        shutil.rmtree(dossier, ignore_errors=True)
        dossier.mkdir()
        whoosh_index.create_in(str(dossier), schema())

    def _pointer(self, generation: str) -> None:
        """Written aside, flushed, renamed: a reader sees the old pointer or the new one, never half of one."""
        provisoire = self._dossier / "actuel.nouveau"
        with provisoire.open("w") as fichier:
            json.dump({"generation": generation, "version": VERSION}, fichier)
            fichier.flush()
            os.fsync(fichier.fileno())
        provisoire.replace(self._pointeur)

    def _nettoyer(self, courante: str) -> None:
        """The generation before the present one is kept: a search may still be reading it."""
        for ancien in self._dossier.iterdir():
            if ancien.is_dir() and int(ancien.name) not in (int(courante), int(courante) - 1):
                shutil.rmtree(ancien)

    # --- reading -------------------------------------------------------------------------------

    def _ouvrir(self, dossier: Path, *, projete: bool = False) -> Any:
        """`projete` maps the segments, of which Whoosh then copies the whole into memory: for who reads all of them."""
        try:
            return FileStorage(str(dossier), supports_mmap=projete).open_index()
        except Exception as faute:
            raise IndexIllisible(
                "L’index de recherche est illisible. Reconstruisez-le : « college index reconstruire »."
            ) from faute

    @contextmanager
    def _vue(self) -> Iterator[VueWhoosh]:
        yield VueWhoosh(self._actuel())

    def _actuel(self) -> Cliche:
        """The snapshot in service, opened again only when somebody has written."""
        dossier = self._courant()
        ouvert = self._ouvrir(dossier)
        cle = (dossier.name, int(ouvert.latest_generation()))
        with self._bascule:
            if self._cliche is None or self._cliche.cle != cle:
                self._cliche = self._photographier(ouvert, cle, self._cliche)
            return self._cliche

    def _photographier(self, ouvert: Any, cle: tuple[str, int], avant: Cliche | None) -> Cliche:
        connus = {s.cle: s for s in avant.segments} if avant and avant.cle[0] == cle[0] else {}
        return Cliche(cle, [_segment(lu, connus) for lu, _ in ouvert.reader().leaf_readers() if lu.doc_count_all()])

    def inventaire(self) -> dict[str, str]:
        return {s.ids[doc]: s.empreintes[doc] for s in self._actuel().segments for doc in s.vivants}

    def etat(self) -> Etat:
        generation = self._generation()
        dossier = self._dossier / generation["generation"]
        return Etat(
            nature="whoosh",
            documents=self._actuel().documents,
            generation=generation["generation"],
            version=generation["version"],
            version_attendue=VERSION,
            octets=sum(f.stat().st_size for f in dossier.iterdir()),
        )


def _segment(lecteur: Any, connus: dict[str, Segment]) -> Segment:
    connu = connus.get(lecteur.segment().segment_id())
    return connu.avec(lecteur) if connu else Segment(lecteur)
