"""The revision that adds certificates gives one for each course finished before."""

from datetime import date
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic import command

PERSON, VERSION, ORGANISATION = UUID(int=1), UUID(int=2), UUID(int=3)
EARLY = sa.text("'2026-03-01 00:00:00'")
LATE_IN_UTC = sa.text("'2026-03-31 15:30:00+00:00'")
ROWS = (
    (
        "organisation",
        {"id": ORGANISATION, "code": "o", "name": {}, "kind": "chamber", "path": "/o/", "version": 1},
    ),
    (
        "person",
        {
            "id": PERSON,
            "email": "a@example.jp",
            "name": "髙橋 葵",
            "name_kana": "タ",
            "locale": "ja",
            "version": 1,
        },
    ),
    ("course", {"id": VERSION, "slug": "small"}),
    (
        "course_version",
        {
            "id": VERSION,
            "course_id": VERSION,
            "ordinal": 1,
            "version": "1",
            "title": {},
            "summary": {},
            "audience": {},
            "minutes": 1,
            "pass_mark": 1,
            "quiz_rules": {},
            "prerequisites": {},
            "sources": {},
            "content_digest": "",
            "loaded_at": sa.func.now(),
        },
    ),
)


@pytest.fixture
def insert(empty_engine):
    """Put a row into a table by its columns alone: the product's own tables may have moved on."""

    def row(table: str, values: dict) -> None:
        known = {column["name"] for column in sa.inspect(empty_engine).get_columns(table)}
        values = {name: value for name, value in values.items() if name in known}
        types = {name: sa.Uuid() if name == "id" or name.endswith("_id") else None for name in values}
        types |= {name: sa.JSON() for name, value in values.items() if isinstance(value, dict)}
        columns = [sa.column(name, type_) for name, type_ in types.items()]
        with empty_engine.begin() as connection:
            connection.execute(sa.insert(sa.table(table, *columns)).values(**values))

    return row


def test_who_had_finished_gets_one_and_nobody_else(migrate, insert, empty_engine):
    migrate(command.upgrade, "0018")
    for table, values in ROWS:
        insert(table, values)
    begun = {
        "person_id": PERSON,
        "course_version_id": VERSION,
        "enrolled_at": sa.text("'2026-03-01 00:00:00'"),
    }
    begun["active_at"] = begun["enrolled_at"]
    insert(
        "enrolment",
        {"id": UUID(int=11), "organisation_id": ORGANISATION, "finished_at": LATE_IN_UTC, **begun},
    )
    insert("course_version", {**ROWS[-1][1], "id": UUID(int=4), "ordinal": 2, "version": "2"})
    insert("enrolment", {"id": UUID(int=12), **begun, "course_version_id": UUID(int=4)})
    migrate(command.upgrade, "0019")
    stored = sa.text(
        "SELECT code, name, finished_on, person_id, enrolment_id FROM course_certificate"
    ).columns(finished_on=sa.Date(), person_id=sa.Uuid(), enrolment_id=sa.Uuid())
    with empty_engine.connect() as connection:
        (row,) = connection.execute(stored).all()
    assert row[1:] == ("髙橋 葵", date(2026, 4, 1), PERSON, UUID(int=11))
    assert len(row.code) == 16
    assert not set(row.code) & set("ILOU")
    migrate(command.downgrade, "0018")
