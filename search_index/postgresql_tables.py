"""The PostgreSQL tables: rows carry a generation, a pointer says which one serves."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR

METADATA = MetaData()

POINTEUR = Table(
    "recherche_pointeur",
    METADATA,
    Column("portee", String(20), primary_key=True),
    Column("generation", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("en_construction", Integer),  # while a rebuild runs, deposits go there too
)

FICHES = Table(
    "recherche_fiche",
    METADATA,
    Column("cle", BigInteger, Identity(), nullable=False),
    Column("portee", String(20)),
    Column("generation", Integer),
    Column("id", String(80)),
    Column("institution", String(60), nullable=False),
    Column("jour", Date),
    Column("acces", ARRAY(Text), nullable=False),
    Column("etiquettes", ARRAY(Text), nullable=False),  # « annee=2026 »: filters by overlap, counts by unnest
    Column("empreinte", String(64), nullable=False),  # empty: withdrawn during a rebuild
    Column("jetons", TSVECTOR, nullable=False),
    Column("fiche", LargeBinary, nullable=False),
    PrimaryKeyConstraint("portee", "generation", "id"),
    Index("ix_recherche_fiche_jetons", "jetons", postgresql_using="gin"),
    Index("ix_recherche_fiche_jour", "portee", "generation", "jour", "cle"),
)

LIBELLES = Table(
    "recherche_libelle",
    METADATA,
    Column("portee", String(20), primary_key=True),
    Column("etiquette", String(300), primary_key=True),
    Column("libelle", Text, nullable=False),
)

MOTS = Table(
    "recherche_mot",
    METADATA,
    Column("rang", BigInteger, Identity(), nullable=False, index=True),
    Column("portee", String(20), primary_key=True),
    Column("mot", String(80), primary_key=True),
)
