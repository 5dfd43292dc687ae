"""One engine per process, with the rules each database needs to be safe under several writers.

SQLite: WAL, ``synchronous=FULL``, foreign keys on, and every writing unit of work begins IMMEDIATE – a
deferred one that reads first and writes later fails with "database is locked" under load. SQLite before
3.51.3 can corrupt a WAL file that several connections checkpoint, so there the rollback journal is used; an
open reader then keeps every writer from committing, the one of its own request included, so readers there
open no transaction: each statement reads for itself.

Parameters are hidden in the errors of either: they hold people's words, and errors are logged.
"""

import os
import sqlite3
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError

WRITING = "lms_writing"
BUSY_TIMEOUT_S = 15
FIRST_SAFE_WAL_VERSION = (3, 51, 3)


class DatabaseUnusableError(Exception):
    """The database cannot be used as ``LMS_DATABASE_URL`` says: a code and the facts its sentence needs."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"LMS_DATABASE_URL: {code}: {', '.join(map(str, facts.values()))}")
        self.code = code
        self.facts = facts


def sqlite_driver() -> ModuleType:
    """Return the newest SQLite library at hand: the one that comes as a wheel, else Python's own."""
    try:
        from pysqlite3 import dbapi2  # noqa: PLC0415 (there is no wheel for every platform)
    except ImportError:
        return sqlite3
    module: ModuleType = dbapi2
    return module


def make_engine(url: str) -> Engine:
    """Make the engine for ``url``.

    Raises DatabaseUnusableError when the URL is not of SQLite or PostgreSQL, or the file cannot be written.
    """
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() == "sqlite":
            return _make_sqlite_engine(parsed)
        if parsed.get_backend_name() == "postgresql":
            return create_engine(
                parsed, pool_pre_ping=True, pool_size=10, max_overflow=10, hide_parameters=True
            )
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise DatabaseUnusableError("database.bad_url", reason=error) from error
    raise DatabaseUnusableError("database.unsupported", backend=parsed.get_backend_name())


def check_usable(engine: Engine) -> None:
    """Open a connection and begin to write, so that an unusable database is named at the start.

    Raises DatabaseUnusableError.
    """
    try:
        with engine.execution_options(**{WRITING: True}).begin():
            pass
    except DBAPIError as error:
        shown = engine.url.render_as_string(hide_password=True)
        raise DatabaseUnusableError("database.cannot_open", url=shown, reason=error.orig) from error


def _make_sqlite_engine(url: URL) -> Engine:
    driver = sqlite_driver()
    if url.database and url.database != ":memory:":
        _require_writable(Path(url.database))
    engine = create_engine(
        url,
        module=driver,
        connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False},
        hide_parameters=True,
    )
    journal = "WAL" if driver.sqlite_version_info >= FIRST_SAFE_WAL_VERSION else "DELETE"

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:  # noqa: ANN401 (either driver's connection)
        connection.isolation_level = None  # we begin ourselves, see below
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute(f"PRAGMA journal_mode={journal}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get(WRITING, False)
        if writing:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        elif journal == "WAL":
            connection.exec_driver_sql("BEGIN")

    return engine


def _require_writable(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnusableError(
            "database.no_folder", folder=file.parent, reason=error.strerror
        ) from error
    target = file if file.exists() else file.parent
    if not os.access(target, os.W_OK):
        raise DatabaseUnusableError("database.not_writable", path=target)
