"""Finds the name of the constraint behind an IntegrityError; SQLite tells columns, PostgreSQL the name."""

import re

from sqlalchemy import Table, UniqueConstraint
from sqlalchemy.exc import IntegrityError

from lms.storage.base import Base

_SQLITE_NAMED = re.compile(r"(?:CHECK constraint failed: |index ')(\w+)")
_SQLITE_COLUMNS = re.compile(r"UNIQUE constraint failed: (.+)")


def violated_constraint(error: IntegrityError) -> str | None:
    """Return the violated constraint's name; None when untold (foreign keys on SQLite)."""
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        name: str | None = diagnosis.constraint_name
        return name
    text = str(error.orig)
    if named := _SQLITE_NAMED.search(text):
        return named[1]
    if columns := _SQLITE_COLUMNS.search(text):
        return _unique_over([column.strip() for column in columns[1].split(",")])
    return None


def _unique_over(qualified: list[str]) -> str | None:
    table_name = qualified[0].split(".")[0]
    columns = {column.split(".")[1] for column in qualified}
    table = Base.metadata.tables.get(table_name)
    return None if table is None else _unique_name(table, columns)


def _unique_name(table: Table, columns: set[str]) -> str | None:
    for constraint in table.constraints:
        if (
            isinstance(constraint, UniqueConstraint)
            and {column.name for column in constraint.columns} == columns
        ):
            return str(constraint.name)
    for index in table.indexes:
        if index.unique and {column.name for column in index.columns} == columns:
            return str(index.name)
    return str(table.primary_key.name) if set(table.primary_key.columns.keys()) == columns else None
