"""An empty database to move up and down the revisions."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from lms.storage.engine import make_engine
from lms.storage.migrations import alembic_config


@pytest.fixture
def empty_engine(database_url: str, tmp_path: Path):
    """An empty database of the kind under test; on PostgreSQL a database of its own on the same server."""
    if database_url.startswith("sqlite"):
        engine = make_engine(f"sqlite:///{tmp_path / 'migrations.sqlite3'}")
        yield engine
        engine.dispose()
        return
    server = make_engine(database_url).execution_options(isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text("DROP DATABASE IF EXISTS migrations WITH (FORCE)"))
        connection.execute(text("CREATE DATABASE migrations"))
    engine = make_engine(str(server.url.set(database="migrations").render_as_string(hide_password=False)))
    yield engine
    engine.dispose()
    server.dispose()


@pytest.fixture
def migrate(empty_engine: Engine):
    def run(verb, revision: str) -> None:
        with empty_engine.connect() as connection, connection.begin():
            verb(alembic_config(connection), revision)

    return run
