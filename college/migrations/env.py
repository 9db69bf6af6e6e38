"""What Alembic runs: on the connection given by `college.migrations`, in its transaction."""

from importlib import import_module
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import types

from college.base import Base, Instant
from college.pieces import MODELES


def _rendre(genre: str, objet: Any, contexte: AutogenContext) -> str | Literal[False]:
    """Migrations name plain types: they must read the same in ten years, whatever our classes become."""
    if genre != "type":
        return False
    if isinstance(objet, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(objet, types.JSON):
        contexte.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def des_modeles(_objet: Any, nom: str | None, _genre: str, _reflete: bool, _voisin: Any) -> bool:
    """The index of words is the database's own (`points.plein_texte`): no model describes it."""
    return not (nom or "").startswith("fts_")


def _courir() -> None:
    for nom in MODELES:
        import_module(nom)
    connexion = context.config.attributes["connexion"]
    context.configure(
        connection=connexion,
        target_metadata=Base.metadata,
        render_as_batch=connexion.dialect.name == "sqlite",
        render_item=_rendre,
        compare_type=True,
        include_object=des_modeles,
    )
    context.run_migrations()


_courir()
