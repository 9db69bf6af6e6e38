"""What every table shares: typed declarative base, UTC instants, JSON, and the institution it belongs to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, DateTime, ForeignKey, MetaData, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive one is refused (whose clock would it be?)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        """What cursors read back (a decorator says `object` by itself)."""
        return datetime

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A naive instant was given to the database.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


JSON_ = JSON().with_variant(JSONB(), "postgresql")

cle = Annotated[int, mapped_column(primary_key=True)]


class Base(DeclarativeBase):
    """Declarative base: constraint names are stable, so that migrations can go down."""

    metadata = MetaData(naming_convention=CONVENTION)
    type_annotation_map = {datetime: Instant(), dict[str, Any]: JSON_, list[Any]: JSON_}


class Cloisonne:
    """A row of one institution: the wall between authorities is in every table from day one."""

    @declared_attr
    def institution_id(cls) -> Mapped[int]:  # noqa: N805 - declared_attr passes the class
        return mapped_column(ForeignKey("institution.id"), index=True)
