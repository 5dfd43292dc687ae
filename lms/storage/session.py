"""Units of work. ``transaction()`` writes and commits once, at the edge; ``reading()`` never commits."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.orm.exc import StaleDataError

from lms.kernel.errors import Conflict
from lms.storage.constraints import violated_constraint
from lms.storage.engine import WRITING

T = TypeVar("T")

ATTEMPTS = 4
_CONTENTION = {
    "40001",
    "40P01",
}  # PostgreSQL: serialization failure, deadlock: the whole unit may be run again


@dataclass(frozen=True)
class Database:
    """Where sessions come from: an engine, or one connection in a test."""

    reader: sessionmaker[Session]
    writer: sessionmaker[Session]

    @classmethod
    def of_engine(cls, engine: Engine) -> "Database":
        """Bind readers and writers to an engine."""
        return cls(
            reader=sessionmaker(engine, expire_on_commit=False),
            writer=sessionmaker(engine.execution_options(**{WRITING: True}), expire_on_commit=False),
        )

    @classmethod
    def of_connection(cls, connection: Connection) -> "Database":
        """Bind both to a test's connection: units of work in savepoints, readers in its transaction."""
        return cls(
            reader=sessionmaker(connection, expire_on_commit=False, join_transaction_mode="rollback_only"),
            writer=sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint"),
        )


class _Current:
    database: Database | None = None


def use_database(database: Database | None) -> None:
    """Choose where this process's sessions come from."""
    _Current.database = database


def _database() -> Database:
    if _Current.database is None:
        message = "no database is configured: call use_database() first"
        raise RuntimeError(message)
    return _Current.database


@contextmanager
def transaction() -> Iterator[Session]:
    """Open a unit of work that commits when the block ends and rolls back when it raises.

    Raises Conflict("constraint.<name>") when the database's own constraint refuses the change.
    """
    with _database().writer() as session:
        try:
            with session.begin():
                yield session
        except IntegrityError as error:
            name = violated_constraint(error)
            if name is None:
                raise
            code = f"constraint.{name}"
            raise Conflict(code) from error


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session for reading; it never commits."""
    with _database().reader() as session:
        yield session


def open_reader() -> Session:
    """Open a reading session that the caller closes (the web's request session)."""
    return _database().reader()


def retrying(work: Callable[[], T]) -> T:
    """Run a whole unit of work, again when PostgreSQL asks for it or a row read was changed meanwhile.

    The second run reads what the others have saved, so that it can refuse a stale edit with the saved texts.
    """
    for _attempt in range(ATTEMPTS - 1):
        try:
            return work()
        except StaleDataError:
            continue
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in _CONTENTION:
                raise
    return work()
