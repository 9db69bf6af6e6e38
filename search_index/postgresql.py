"""The back end for several machines: tsvector columns that hold our own terms, in the database that exists already.

Two writers wait for each other instead of failing; a rebuild writes a second generation beside the first.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from search_index.analyse import VERSION
from search_index.base import IndexIllisible
from search_index.fiche import Fiche, Portee
from search_index.moteur import Moteur
from search_index.postgresql_lexique import Lexique
from search_index.postgresql_tables import FICHES, LIBELLES, METADATA, MOTS, POINTEUR
from search_index.postgresql_texte import tsvector
from search_index.postgresql_vue import VuePostgresql
from search_index.requete import Etat
from search_index.stockage import ecrire_fiche
from search_index.zones import entrees

#: Advisory locks of the package: making the tables, and one rebuild at a time.
VERROU_TABLES, VERROU_RECONSTRUCTION = 732_101, 732_102
LOT = 500


class IndexPostgresql(Moteur):
    def __init__(self, moteur: Engine, portee: Portee) -> None:
        self.portee = portee
        self._moteur = moteur
        self._lexique = Lexique(portee)
        with moteur.begin() as connexion:
            connexion.execute(select(func.pg_advisory_xact_lock(VERROU_TABLES)))
            METADATA.create_all(connexion)
            connexion.execute(
                insert(POINTEUR).values(portee=portee, generation=1, version=VERSION).on_conflict_do_nothing()
            )

    def deposer(self, fiches: Iterable[Fiche]) -> int:
        parid = {fiche.id: fiche for fiche in fiches}
        for fiche in parid.values():
            if fiche.portee != self.portee:
                raise ValueError(f"Fiche {fiche.id}\u00a0: portée {fiche.portee}, index {self.portee}.")
        ordonnees = [parid[i] for i in sorted(parid)]  # one order for all writers: no deadlock
        with self._moteur.begin() as connexion:
            for generation in self._generations(connexion):
                self._ecrire(connexion, ordonnees, generation, remplacer=True)
        return len(parid)

    def retirer(self, ids: Iterable[str]) -> int:
        ids = sorted(set(ids))
        with self._moteur.begin() as connexion:
            courante, *construction = self._generations(connexion)
            for generation in construction:  # a mark, so that the rebuild does not bring the card back
                self._ecrire(connexion, [Fiche(i, self.portee, "") for i in ids], generation, True, vide=True)
            partis = connexion.execute(delete(FICHES).where(*self._ici(courante), FICHES.c.id.in_(ids)))
        return int(partis.rowcount)

    def reconstruire(self, fiches: Iterable[Fiche]) -> int:
        with self._moteur.connect() as garde:
            garde.execute(select(func.pg_advisory_lock(VERROU_RECONSTRUCTION)))
            try:
                return self._reconstruire(fiches)
            finally:
                garde.execute(select(func.pg_advisory_unlock(VERROU_RECONSTRUCTION)))

    def _reconstruire(self, fiches: Iterable[Fiche]) -> int:
        with self._moteur.begin() as connexion:
            nouvelle = int(self._pointeur(connexion)["generation"]) + 1
            connexion.execute(delete(FICHES).where(*self._ici(nouvelle)))
            self._pointer(connexion, en_construction=nouvelle)
        nombre, source = 0, iter(fiches)
        try:
            while lot := list(islice(source, LOT)):
                with self._moteur.begin() as connexion:
                    self._ecrire(connexion, sorted(lot, key=lambda f: f.id), nouvelle, remplacer=False)
                nombre += len(lot)
        except BaseException:
            with self._moteur.begin() as connexion:
                self._pointer(connexion, en_construction=None)
            raise
        with self._moteur.begin() as connexion:
            self._pointer(connexion, generation=nouvelle, version=VERSION, en_construction=None)
            connexion.execute(delete(FICHES).where(*self._ici(nouvelle), FICHES.c.empreinte == ""))
            connexion.execute(delete(FICHES).where(FICHES.c.portee == self.portee, FICHES.c.generation < nouvelle))
        return nombre

    def inventaire(self) -> dict[str, str]:
        with self._moteur.connect() as connexion:
            courante = int(self._pointeur(connexion)["generation"])
            lignes = connexion.execute(select(FICHES.c.id, FICHES.c.empreinte).where(*self._ici(courante)))
            return {ligne.id: ligne.empreinte for ligne in lignes}

    def etat(self) -> Etat:
        with self._moteur.connect() as connexion:
            pointeur = self._pointeur(connexion)
            nombre = select(func.count()).where(*self._ici(pointeur["generation"]))
            octets = connexion.scalar(text("SELECT pg_total_relation_size('recherche_fiche')"))
            return Etat(
                nature="postgresql",
                documents=connexion.scalar(nombre) or 0,
                generation=str(pointeur["generation"]),
                version=pointeur["version"],
                version_attendue=VERSION,
                octets=int(octets or 0),
            )

    @contextmanager
    def _vue(self) -> Iterator[VuePostgresql]:
        try:
            with self._moteur.connect().execution_options(isolation_level="REPEATABLE READ") as connexion:
                courante = int(self._pointeur(connexion)["generation"])
                yield VuePostgresql(connexion, self.portee, courante, self._lexique)
        except SQLAlchemyError as faute:
            raise IndexIllisible(
                "L’index de recherche ne répond pas. S’il est abîmé, reconstruisez-le\u00a0: "
                "«\u00a0college index reconstruire\u00a0»."
            ) from faute

    def _pointeur(self, connexion: Connection) -> dict[str, Any]:
        return dict(connexion.execute(select(POINTEUR).where(POINTEUR.c.portee == self.portee)).mappings().one())

    def _generations(self, connexion: Connection) -> list[int]:
        """Where to write: the generation in service, and the one being built. The row is held until the commit."""
        demande = select(POINTEUR).where(POINTEUR.c.portee == self.portee).with_for_update(read=True)
        pointeur = connexion.execute(demande).mappings().one()
        return [g for g in (pointeur["generation"], pointeur["en_construction"]) if g is not None]

    def _pointer(self, connexion: Connection, **valeurs: Any) -> None:
        connexion.execute(update(POINTEUR).where(POINTEUR.c.portee == self.portee).values(**valeurs))

    def _ici(self, generation: int) -> tuple[Any, Any]:
        return FICHES.c.portee == self.portee, FICHES.c.generation == generation

    def _ecrire(
        self, connexion: Connection, fiches: list[Fiche], generation: int, remplacer: bool, vide: bool = False
    ) -> None:
        if not fiches:
            return
        contenus = [[] if vide else list(entrees(fiche)) for fiche in fiches]
        lignes = [self._ligne(f, generation, tsvector(c), vide) for f, c in zip(fiches, contenus, strict=True)]
        ajout = insert(FICHES)
        if remplacer:
            neuf = {nom: ajout.excluded[nom] for nom in lignes[0] if nom not in ("portee", "generation", "id")}
            connexion.execute(
                ajout.on_conflict_do_update(index_elements=["portee", "generation", "id"], set_=neuf), lignes
            )
        else:
            connexion.execute(ajout.on_conflict_do_nothing(), lignes)
        mots = sorted({terme[:80] for contenu in contenus for terme, _, _ in contenu})
        self._completer(connexion, MOTS, [{"portee": self.portee, "mot": mot} for mot in mots])
        libelles = {f"{c}={v.valeur}": v.libelle for f in fiches for c, vs in f.toutes_facettes.items() for v in vs}
        self._completer(
            connexion,
            LIBELLES,
            [{"portee": self.portee, "etiquette": e, "libelle": libelles[e]} for e in sorted(libelles)],
        )

    def _completer(self, connexion: Connection, table: Any, lignes: list[dict[str, str]]) -> None:
        if lignes:
            connexion.execute(insert(table).on_conflict_do_nothing(), lignes)

    def _ligne(self, fiche: Fiche, generation: int, jetons: str, vide: bool) -> dict[str, Any]:
        return {
            "portee": self.portee,
            "generation": generation,
            "id": fiche.id,
            "institution": fiche.institution,
            "jour": fiche.date,
            "acces": list(fiche.acces),
            "etiquettes": [f"{c}={v.valeur}" for c, vs in fiche.toutes_facettes.items() for v in vs],
            "empreinte": "" if vide else fiche.empreinte,
            "jetons": jetons,
            "fiche": ecrire_fiche(fiche),
        }
