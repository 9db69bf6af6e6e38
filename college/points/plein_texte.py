"""The database's own index of words, on both databases: FTS5 beside SQLite's tables, GIN on PostgreSQL's columns.

Filled by the database itself as `point.cherche` and `annexe.cherche` change, so that nothing saved can be missed.
Words are cut by `mots`: the database only has to find their beginnings.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    and_,
    case,
    cast,
    column,
    event,
    false,
    func,
    literal,
    literal_column,
    null,
    select,
    table,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY

from college.base import Base
from college.points.annexes.modele import Annexe
from college.points.modele import Point
from college.transaction import unite

INDEXES = ("point", "annexe")
RARES = 2_000
RECENTS, SOUVENT = 600, 30  # found in one in twenty of the newest rows: as good read one after the other
Table = type[Point] | type[Annexe]


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


def contient(modele: Table, mots: list[str]) -> ColumnElement[bool]:
    """The rows of a table that hold words which begin by these, all of them."""
    if not _sur_postgresql():
        nom = modele.__tablename__
        trouves = table(f"fts_{nom}", column("rowid"))
        demande = literal_column(f"fts_{nom}").op("MATCH")(" AND ".join(f"{mot}*" for mot in mots))
        return modele.id.in_(select(trouves.c.rowid).where(demande))
    vecteur = func.array_to_tsvector(func.string_to_array(modele.cherche, literal_column("' '")))
    return vecteur.op("@@")(cast(" & ".join(f"'{mot}':*" for mot in mots), TSQUERY))


def premiers(mots: list[str], *modeles: Table) -> list[ColumnElement[bool]]:
    """`contient`, for who wants only the newest rows: one criterion a table.

    SQLite walks its index backwards by itself. PostgreSQL cannot tell a rare beginning of word from a frequent one,
    and would read everything for one of them: asked first, it answers rare ones by their numbers. Frequent ones, seen
    in the newest rows already, are looked for row after row from there, until there are enough.
    """
    if not _sur_postgresql():
        return [contient(modele, mots) for modele in modeles]
    session, cle = unite(), ("premiers", *mots, *(modele.__tablename__ for modele in modeles))
    if cle not in session.info:  # the page and its count ask the same
        session.info[cle] = _sonder(mots, modeles)
    return session.info[cle]


def _sonder(mots: list[str], modeles: tuple[Table, ...]) -> list[ColumnElement[bool]]:
    sondes = union_all(*(sonde for rang, modele in enumerate(modeles) for sonde in _sondes(rang, modele, mots)))
    trouves: dict[int, list[int | None]] = {rang: [] for rang in range(len(modeles))}
    for rang, numero in unite().execute(sondes):
        trouves[rang].append(numero)
    return [
        _lus(modele, mots) if None in ids or len(ids) > RARES else modele.id == func.any(cast(ids, ARRAY(Integer)))
        for modele, ids in zip(modeles, trouves.values(), strict=True)
    ]


def _sondes(rang: int, modele: Table, mots: list[str]) -> tuple[Select[*tuple[Any, ...]], ...]:
    """The numbers of the rows that hold the words; or, where they are frequent, one row without a number and the index
    not even opened."""
    recents = select(modele.id, modele.cherche).order_by(modele.id.desc()).limit(RECENTS).subquery()
    lus = select(func.count().label("n")).select_from(recents).where(_lisibles(recents.c.cherche, mots))
    combien = select(lus.cte(f"recents_{rang}").c.n).scalar_subquery()
    numeros = select(literal(rang), modele.id).where(combien < SOUVENT, contient(modele, mots)).limit(RARES + 1)
    return select(*numeros.subquery().c), select(literal(rang), null()).where(combien >= SOUVENT)


def _lus(modele: Table, mots: list[str]) -> ColumnElement[bool]:
    """Within a CASE, which PostgreSQL takes for one row in two: else it would expect few and sort them all."""
    return case((_lisibles(modele.cherche, mots), true()), else_=false())


def _lisibles(cherche: Any, mots: list[str]) -> ColumnElement[bool]:
    """The words are in this text."""
    texte = literal_column("' '").concat(cherche)
    return and_(*(texte.contains(f" {mot}", autoescape=True) for mot in mots))


def _sur_postgresql() -> bool:
    return unite().get_bind().dialect.name == "postgresql"
