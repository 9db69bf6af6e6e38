"""A web process that has seen everything stays small: each memory has a bound, and what is freed is given back."""

from __future__ import annotations

import subprocess
import sys

from sqlalchemy import create_engine, text

from college import memoire, transaction
from college.boite_envoi import PERIODIQUES
from search_index import analyse, racines
from tests.outillage.patience import PATIENCE

MORCEAUX = """
from college import memoire
def anonyme():
    lignes = open("/proc/self/status").read().splitlines()
    return next(int(ligne.split()[1]) for ligne in lignes if ligne.startswith("RssAnon")) // 1024
assert memoire.borner()
morceaux = [b"x" * 20_000 for _ in range(5_000)]
gardes = morceaux[::50]
plein = anonyme()
del morceaux
assert memoire.rendre()
print(plein - anonyme())
"""


def test_ce_qui_est_libere_en_morceaux_est_rendu():
    lance = subprocess.run(
        [sys.executable, "-c", MORCEAUX], capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert lance.returncode == 0, lance.stderr
    assert int(lance.stdout) > 60, "of 100 MB"


def test_les_enonces_et_les_pages_gardes_sont_bornes(tmp_path, monkeypatch):
    monkeypatch.setattr(transaction, "create_engine", create_engine)  # not the wider one of the tests
    moteur = transaction.creer_moteur(f"sqlite:///{tmp_path / 'essai.sqlite'}")
    with moteur.connect() as connexion:
        pages = connexion.scalar(text("PRAGMA cache_size"))
        for numero in range(2 * transaction.ENONCES):
            connexion.execute(text(f"SELECT {numero}"))
    moteur.dispose()
    assert len(moteur._compiled_cache) <= 1.5 * transaction.ENONCES
    assert -2048 <= pages < 0, "kilobytes a connection"


def test_les_mots_gardes_sont_bornes():
    for numero in range(2 * racines.MOTS_GARDES):
        analyse.termes(f"mot{numero}")
    gardes = sum(memo.cache_info().currsize for memo in (analyse._decouper, racines.racine, racines.plier))
    assert gardes <= 1.5 * racines.MOTS_GARDES


def test_la_memoire_est_rendue_chaque_minute_au_moins():
    assert PERIODIQUES[memoire.rendre] <= 60
