"""The index of words of points and annexes: FTS5 kept by triggers, or GIN (see `college.points.plein_texte`)."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    "CREATE VIRTUAL TABLE fts_{t} USING fts5(cherche, content='{t}', content_rowid='id', detail=none,"
    " columnsize=0, prefix='2 3', tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER fts_{t}_ajout AFTER INSERT ON {t} BEGIN"
    " INSERT INTO fts_{t}(rowid, cherche) VALUES (new.id, new.cherche); END",
    "CREATE TRIGGER fts_{t}_retrait AFTER DELETE ON {t} BEGIN"
    " INSERT INTO fts_{t}(fts_{t}, rowid, cherche) VALUES ('delete', old.id, old.cherche); END",
    "CREATE TRIGGER fts_{t}_change AFTER UPDATE OF cherche ON {t} WHEN old.cherche IS NOT new.cherche BEGIN"
    " INSERT INTO fts_{t}(fts_{t}, rowid, cherche) VALUES ('delete', old.id, old.cherche);"
    " INSERT INTO fts_{t}(rowid, cherche) VALUES (new.id, new.cherche); END",
    "INSERT INTO fts_{t}(fts_{t}) VALUES ('rebuild')",
)
POSTGRESQL = (
    "CREATE INDEX fts_{t} ON {t} USING gin (array_to_tsvector(string_to_array(cherche, ' '))) WITH (fastupdate = off)",
)
SQLITE_RETOUR = (
    "DROP TRIGGER fts_{t}_ajout",
    "DROP TRIGGER fts_{t}_retrait",
    "DROP TRIGGER fts_{t}_change",
    "DROP TABLE fts_{t}",
)
POSTGRESQL_RETOUR = ("DROP INDEX fts_{t}",)


def upgrade() -> None:
    """Up."""
    _dire(SQLITE if _sqlite() else POSTGRESQL)


def downgrade() -> None:
    """Down."""
    _dire(SQLITE_RETOUR if _sqlite() else POSTGRESQL_RETOUR)


def _sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _dire(ordres: tuple[str, ...]) -> None:
    for nom in ("point", "annexe"):
        for ordre in ordres:
            op.execute(ordre.format(t=nom))
