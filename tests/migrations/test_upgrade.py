"""An upgrade rebuilds tables that rows refer to, and keeps no row that refers to nothing."""

from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic import command

from lms.storage.migrations import upgrade

ONE = UUID(int=1)
ROWS = {
    "course": {"id": ONE, "slug": "c"},
    "course_version": {
        "id": ONE,
        "course_id": ONE,
        "ordinal": 1,
        "version": "1.0",
        "title": {},
        "summary": {},
        "audience": {},
        "minutes": 5,
        "pass_mark": 1,
        "prerequisites": [],
        "sources": [],
        "content_digest": "",
        "loaded_at": sa.func.now(),
    },
    "lesson": {
        "id": ONE,
        "course_version_id": ONE,
        "position": 1,
        "slug": "l",
        "title": {},
        "objective": {},
        "minutes": 5,
        "markdown": {},
        "html": {},
    },
    "person": {
        "id": ONE,
        "email": "a@example.jp",
        "name": "氏名",
        "name_kana": "シメイ",
        "locale": "ja",
        "version": 1,
    },
    "enrolment": {"id": ONE, "person_id": ONE, "course_version_id": ONE, "enrolled_at": sa.func.now()},
    "lesson_progress": {"enrolment_id": ONE, "lesson_id": ONE, "read_at": sa.func.now()},
}


@pytest.fixture
def insert(empty_engine):
    """Put a row into a table by its columns alone: the product's own tables may have moved on."""

    def row(table: str, values: dict) -> None:
        types = {name: sa.Uuid() if name == "id" or name.endswith("_id") else None for name in values}
        types |= {name: sa.JSON() for name, value in values.items() if isinstance(value, dict | list)}
        columns = [sa.column(name, type_) for name, type_ in types.items()]
        with empty_engine.begin() as connection:
            connection.execute(sa.insert(sa.table(table, *columns)).values(**values))

    return row


@pytest.fixture
def older(migrate, insert):
    """A database of an earlier release, in which somebody learns."""
    migrate(command.upgrade, "0014")
    for table, values in ROWS.items():
        insert(table, values)


def test_whoever_learns_goes_on_after_an_upgrade(older, empty_engine):
    upgrade(empty_engine)
    with empty_engine.connect() as connection:
        for table in ROWS:
            assert connection.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one() == 1, table  # noqa: S608 (names of ours)


def test_references_are_minded_again_afterwards(older, empty_engine, insert):
    upgrade(empty_engine)
    with pytest.raises(sa.exc.IntegrityError):
        insert("lesson_progress", {**ROWS["lesson_progress"], "lesson_id": UUID(int=9)})


def test_an_upgrade_that_would_leave_a_row_alone_is_taken_back(older, empty_engine):
    if empty_engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL minds references all the time")
    raw = empty_engine.raw_connection()
    raw.cursor().execute("PRAGMA foreign_keys=OFF")
    raw.cursor().execute("DELETE FROM lesson")
    raw.cursor().execute("PRAGMA foreign_keys=ON")
    raw.close()
    with pytest.raises(RuntimeError, match="lesson_progress"):
        upgrade(empty_engine)
    with empty_engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one() == "0014"
