"""The database's own index of words, on both databases: FTS5 beside SQLite's tables, GIN on PostgreSQL's columns.

Filled by the database itself as `point.cherche` and `annexe.cherche` change, so that nothing saved can be missed.
Words are cut by `mots`: the database only has to find their beginnings.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, cast, column, event, func, literal_column, select, table
from sqlalchemy.dialects.postgresql import TSQUERY

from college.base import Base
from college.points.annexes.modele import Annexe
from college.points.modele import Point
from college.transaction import unite

INDEXES = ("point", "annexe")


def _sqlite(nom: str) -> tuple[str, ...]:
    """A word index without positions (words are asked for one by one), kept true by triggers."""
    fts = f"INSERT INTO fts_{nom}"
    ote = f"{fts}(fts_{nom}, rowid, cherche) VALUES ('delete', old.id, old.cherche);"
    met = f"{fts}(rowid, cherche) VALUES (new.id, new.cherche);"
    return (
        f"CREATE VIRTUAL TABLE fts_{nom} USING fts5(cherche, content='{nom}', content_rowid='id', detail=none,"
        " columnsize=0, prefix='2 3', tokenize='unicode61 remove_diacritics 0')",
        f"CREATE TRIGGER fts_{nom}_ajout AFTER INSERT ON {nom} BEGIN {met} END",
        f"CREATE TRIGGER fts_{nom}_retrait AFTER DELETE ON {nom} BEGIN {ote} END",
        f"CREATE TRIGGER fts_{nom}_change AFTER UPDATE OF cherche ON {nom}"
        f" WHEN old.cherche IS NOT new.cherche BEGIN {ote} {met} END",
        f"{fts}(fts_{nom}) VALUES ('rebuild')",
    )


def _postgresql(nom: str) -> tuple[str, ...]:
    """Without a parser of words: they are cut already."""
    mots = "array_to_tsvector(string_to_array(cherche, ' '))"
    return (f"CREATE INDEX fts_{nom} ON {nom} USING gin ({mots}) WITH (fastupdate = off)",)


@event.listens_for(Base.metadata, "after_create")
def installer(_metadata: Any, connexion: Connection, **_options: Any) -> None:
    """Make the index of words, after the tables."""
    ordres = {"sqlite": _sqlite, "postgresql": _postgresql}[connexion.dialect.name]
    for nom in INDEXES:
        for ordre in ordres(nom):
            connexion.exec_driver_sql(ordre)


def contient(modele: type[Point] | type[Annexe], mots: list[str]) -> ColumnElement[bool]:
    """The rows of a table that hold words which begin by these, all of them."""
    nom = modele.__tablename__
    if unite().get_bind().dialect.name == "sqlite":
        trouves = table(f"fts_{nom}", column("rowid"))
        demande = literal_column(f"fts_{nom}").op("MATCH")(" AND ".join(f"{mot}*" for mot in mots))
        return modele.id.in_(select(trouves.c.rowid).where(demande))
    vecteur = func.array_to_tsvector(func.string_to_array(modele.cherche, literal_column("' '")))
    return vecteur.op("@@")(cast(" & ".join(f"'{mot}':*" for mot in mots), TSQUERY))
