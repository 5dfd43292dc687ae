"""The declarative base: one metadata, constraint names that migrations can rely on, portable primary keys."""

from collections.abc import Mapping
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import JSON, MetaData, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from lms.kernel.ids import new_id

NAMING_CONVENTION = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

Localised: TypeAlias = Mapping[str, str]
"""Text in the product's languages: ``{"ja": …, "en": …}``."""


class Base(DeclarativeBase):
    """What every table derives from."""

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    type_annotation_map = {Localised: JSON, UUID: Uuid}


def uuid_pk() -> Mapped[UUID]:
    """Declare the primary key: a UUID version 7 made by the application."""
    return mapped_column(Uuid, primary_key=True, default=new_id)
