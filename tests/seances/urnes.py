"""A secret election on tablets for the tests: who votes what, in which order, and what lies in the files."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import text
from sqlalchemy.engine import make_url

from college import transaction

from .conftest import CONSEIL

CANARIS = ("canari-alpha", "canari-omega")  # codes of candidates: words that must be found nowhere


def choisir(tour: int) -> list[str]:
    """What they vote, one after the other: six and six, so that chance is right once in two, and without a pattern."""
    return random.Random(tour).sample(CANARIS * 6, 12)


def voter(api: Any, monde: Any, vote: int, tour: int, cle: str = "", apres: Callable[[], Any] = int) -> dict[int, str]:
    """Everybody votes, in an order that changes; gives who chose what, in the order of their coming."""
    choisis = {}
    for qui, choix in zip(CONSEIL[tour % 5 :] + CONSEIL[: tour % 5], choisir(tour), strict=True):
        entetes = {"Idempotency-Key": f"{cle}-{qui}-{vote}"} if cle else {}
        recu = api(qui).post(f"/scrutins/{vote}/bulletins", {"choix": choix}, headers=entetes)
        assert recu.status_code == 201 and "choix" not in recu.json, recu.json
        choisis[monde.mandataire(qui).id] = choix
        apres()
    return choisis


def fichiers(base: str, dossier: Path) -> Iterator[tuple[str, bytes]]:
    """Every byte that the database keeps of its tables, and of what it wrote in which order.

    SQLite: its file and its WAL. PostgreSQL, read as the master of the server: the heaps, dead rows included, and
    the last segments of the WAL.
    """
    if base.startswith("sqlite"):
        for chemin in sorted((dossier / "var").glob("college.sqlite*")):
            yield chemin.name, chemin.read_bytes()
        return
    adresse = make_url(base)
    with psycopg.connect(host=adresse.query["host"], dbname=adresse.database, user="postgres", autocommit=True) as pg:
        pg.execute("CHECKPOINT")
        for table in ("emargement", "bulletin_scelle", "scrutin", "journal", "api_reponse_gardee", "boite_envoi"):
            tas = pg.execute("SELECT pg_read_binary_file(pg_relation_filepath(%s), 0, 50000000)", [table]).fetchone()
            yield table, bytes(tas[0])
        segments = pg.execute("SELECT name FROM pg_ls_waldir() ORDER BY modification DESC, name DESC LIMIT 2")
        for (nom,) in segments.fetchall():
            yield nom, bytes(pg.execute("SELECT pg_read_binary_file('pg_wal/' || %s)", [nom]).fetchone()[0])


def replier_le_wal() -> None:
    """SQLite copies its WAL into its file, and empties it."""
    with transaction.moteur().connect() as connexion:
        connexion.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
