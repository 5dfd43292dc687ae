"""Brings a database to the schema of this release, and tells whether it is there."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text
from sqlalchemy.schema import SchemaItem

from lms.storage import search
from lms.storage.engine import WRITING

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_LOCK = 0x62616E736F  # "banso": any number, the same in every process


def alembic_config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, bound to ``connection`` when given."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def is_declared(
    _item: SchemaItem,
    name: str | None,
    kind: str,
    reflected: bool,  # noqa: FBT001 (as Alembic calls it)
    _other: SchemaItem | None,
) -> bool:
    """Say whether Alembic compares a thing: all but what either database has of its own for the search."""
    is_of_search = name == search.GIN_INDEX or (kind == "table" and (name or "").startswith(search.INDEX))
    return not (reflected and is_of_search)


def head_revision() -> str:
    """Return the newest revision of this release."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    if head is None:
        message = "no migration is shipped with this release"
        raise RuntimeError(message)
    return head


def is_at_head(connection: Connection) -> bool:
    """Say whether the database has this release's schema."""
    return MigrationContext.configure(connection).get_current_revision() == head_revision()


def upgrade(engine: Engine) -> None:
    """Bring the schema to this release, in one transaction and one process at a time."""
    with (
        engine.execution_options(**{WRITING: True}).connect() as connection,
        _references_unchecked(connection),
        connection.begin(),
    ):
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL lock_timeout = '10s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(alembic_config(connection), "head")
        _require_references(connection)


@contextmanager
def _references_unchecked(connection: Connection) -> Iterator[None]:
    """Let SQLite rebuild tables that rows refer to; it minds each reference at once and not at the end."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()  # beside the transaction: within one SQLite ignores the setting
    cursor.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys=ON")


def _require_references(connection: Connection) -> None:
    """Refuse to keep what a revision did when rows refer to rows that are gone."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            message = f"the upgrade would leave rows of {broken[0]} that refer to nothing in {broken[2]}"
            raise RuntimeError(message)
