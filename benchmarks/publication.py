"""Publishing a séance of 120 acts, from the last commit to the answer of the search (S4), beside SQLite's FTS5."""

from __future__ import annotations

import json
import re
import sqlite3
import statistics
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks import monde, recherche
from benchmarks.mesure import Mesure
from college import repartiteur, transaction
from college.droits import acteur_systeme
from college.importation.decisions import importer
from college.importation.lecture import lire
from college.publication import index
from search_index import Fiche, Requete

ACTES = 120


def mesurer(dossier: Path, petit: bool) -> list[Mesure]:
    """A register that is already large, then séances of 120 acts, one after the other."""
    deja, tours = (360, 2) if petit else (3_600, 5)
    monde.monter(dossier)
    _publier(recherche.fiches(deja), date(2020, 1, 6))
    repartiteur.vider()
    durees = [_tour(deja + rang * ACTES, date(2026, 1, 5) + timedelta(days=7 * rang)) for rang in range(tours)]
    transaction.moteur().dispose()
    nu = f"SQLite FTS5 nu : {_fts5(dossier / 'fts5', deja):.0f} ms"
    quoi, taille = "120 actes publiés → trouvés", f"{deja} actes déjà là"
    return [Mesure("S4", quoi, taille, statistics.median(durees), "ms", 1000, max(durees), nu)]


def _tour(depart: int, jour: date) -> float:
    """Publish, then the time that the outbox and the index take until the last act is found."""
    lot = recherche.fiches(ACTES, depart)
    _publier(lot, jour)
    debut = time.perf_counter()
    repartiteur.vider()
    dernier = lot[-1].titre.rsplit(" ", 1)[-1]
    trouves = index.publique().chercher(Requete(texte=f"“{dernier}”")).total
    duree = (time.perf_counter() - debut) * 1000
    if not trouves:
        raise LookupError(f"« {lot[-1].titre} » is not found.")
    return duree


def _publier(lot: list[Fiche], jour: date) -> None:
    importer(acteur_systeme(0), list(lire(json.dumps(_ligne(fiche, jour)) for fiche in lot)))


def _ligne(fiche: Fiche, jour: date) -> dict[str, str]:
    return {
        "reference": f"{jour}-{fiche.id}",
        "institution": "Commune d’Essai",
        "organe": "Conseil communal",
        "date": jour.isoformat(),
        "titre": fiche.titre,
        "texte_html": f"<p>{fiche.texte}</p>",
    }


def _fts5(fichier: Path, deja: int) -> float:
    """The same words in a bare FTS5 table: no stems, no facets, no extracts, no rights."""
    base = sqlite3.connect(fichier)
    base.execute("CREATE VIRTUAL TABLE f USING fts5(titre, texte, tokenize='unicode61 remove_diacritics 2')")
    base.executemany("INSERT INTO f VALUES (?, ?)", [(f.titre, f.texte) for f in recherche.fiches(deja)])
    base.commit()
    durees = []
    for rang in range(5):
        lot = recherche.fiches(ACTES, deja + rang * ACTES)
        debut = time.perf_counter()
        base.executemany("INSERT INTO f VALUES (?, ?)", [(f.titre, f.texte) for f in lot])
        base.commit()
        mots = re.findall(r"\w+", lot[-1].titre)
        base.execute("SELECT rowid FROM f WHERE f MATCH ?", (" ".join(mots),)).fetchall()
        durees.append((time.perf_counter() - debut) * 1000)
    base.close()
    return statistics.median(durees)
