"""Every revision goes up and down, on both databases; the last one has the tables of the models."""

import warnings

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from lms.storage.base import Base
from lms.storage.migrations import (
    MIGRATIONS,
    alembic_config,
    head_revision,
    is_at_head,
    is_declared,
    upgrade,
)

REVISIONS = [script.revision for script in ScriptDirectory.from_config(alembic_config()).walk_revisions()][
    ::-1
]


@pytest.fixture
def differences():
    def compare(connection: Connection) -> list:
        with warnings.catch_warnings():
            # SQLite cannot tell the expression of an index; PostgreSQL compares it.
            warnings.filterwarnings("ignore", message=".*expression-based index.*")
            opts = {"compare_type": True, "include_object": is_declared}
            context = MigrationContext.configure(connection, opts=opts)
            return compare_metadata(context, Base.metadata)

    return compare


def test_the_last_revision_has_the_tables_of_the_models(empty_engine, differences):
    upgrade(empty_engine)
    with empty_engine.connect() as connection:
        assert is_at_head(connection)
        assert differences(connection) == []


def test_constraints_have_the_names_the_models_give_them(empty_engine):
    upgrade(empty_engine)
    inspector = inspect(empty_engine)
    for table in Base.metadata.sorted_tables:
        checks = {check["name"] for check in inspector.get_check_constraints(table.name)}
        expected = {
            str(check.name) for check in table.constraints if type(check).__name__ == "CheckConstraint"
        }
        assert checks == expected, table.name


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_revision_goes_up_down_and_up_again(revision, migrate, empty_engine):
    migrate(command.upgrade, revision)
    before = set(inspect(empty_engine).get_table_names())
    migrate(command.downgrade, "-1")
    assert set(inspect(empty_engine).get_table_names()) < before
    migrate(command.upgrade, revision)
    assert set(inspect(empty_engine).get_table_names()) == before


def test_everything_comes_off_again(migrate, empty_engine):
    migrate(command.upgrade, "head")
    migrate(command.downgrade, "base")
    assert set(inspect(empty_engine).get_table_names()) == {"alembic_version"}


def test_an_upgrade_of_what_is_there_changes_nothing(empty_engine):
    upgrade(empty_engine)
    upgrade(empty_engine)
    with empty_engine.connect() as connection:
        assert is_at_head(connection)


def test_there_is_one_head_and_it_is_written_down():
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [head_revision()]
    assert (MIGRATIONS / "HEAD").read_text().strip() == head_revision()


def test_no_revision_imports_the_product():
    for file in (MIGRATIONS / "versions").glob("*.py"):
        assert "lms" not in {
            line.split()[1].split(".")[0]
            for line in file.read_text().splitlines()
            if line.startswith(("import ", "from "))
        }
