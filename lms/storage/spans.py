"""Rows that hold from a day on, up to, but not including, another day."""

from datetime import date

from sqlalchemy import ColumnElement, or_
from sqlalchemy.orm import Mapped


class Spanned:
    """Mixed into a table whose rows hold for a span of days; ``ends_on`` is null while one goes on."""

    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


def holds_on(table: type[Spanned], day: date) -> ColumnElement[bool]:
    """Return the condition that a row of ``table``, or of an alias of it, holds on a day."""
    return (table.starts_on <= day) & or_(table.ends_on.is_(None), table.ends_on > day)
