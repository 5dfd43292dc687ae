"""The revision that adds draws says of older attempts what was true: all questions, in their order."""

import json
from uuid import UUID

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy.exc import IntegrityError

from lms.storage.constraints import violated_constraint

ANY, OTHER, ATTEMPT = UUID(int=1), UUID(int=2), UUID(int=3)
VERSION = {
    "course_id": ANY,
    "title": {},
    "summary": {},
    "audience": {},
    "minutes": 5,
    "pass_mark": 1,
    "prerequisites": [],
    "sources": [],
    "content_digest": "",
    "loaded_at": sa.func.now(),
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
def question(insert):
    def item(number: int, version_id: UUID, code: str, kind: str = "single") -> None:
        facts = {"position": number, "lesson_slug": "l", "content": {}}
        row_id = UUID(int=10 * version_id.int + number)
        insert(
            "assessment_item",
            {"id": row_id, "course_version_id": version_id, "code": code, "kind": kind, **facts},
        )

    return item


@pytest.fixture
def attempted(migrate, insert, question):
    """The schema before, with two versions and an attempt at the first."""
    migrate(command.upgrade, "0015")
    facts = {"name": "氏名", "name_kana": "シメイ", "locale": "ja", "version": 1}
    insert("person", {"id": ANY, "email": "a@example.jp", **facts})
    insert("course", {"id": ANY, "slug": "c"})
    for ordinal, version_id in ((1, ANY), (2, OTHER)):
        insert("course_version", {"id": version_id, "ordinal": ordinal, "version": f"{ordinal}.0", **VERSION})
    for number, code in ((2, "second"), (1, "first")):
        question(number, ANY, code)
    question(1, OTHER, "other")
    insert("enrolment", {"id": ANY, "person_id": ANY, "course_version_id": ANY, "enrolled_at": sa.func.now()})
    insert(
        "attempt",
        {
            "id": ATTEMPT,
            "enrolment_id": ANY,
            "number": 3,
            "submitted_at": sa.func.now(),
            "answers": {"first": ["a"]},
            "n_right": 1,
            "n_questions": 2,
            "is_passed": True,
        },
    )


def test_older_attempts_were_asked_everything(attempted, migrate, empty_engine, question):
    with pytest.raises(IntegrityError) as refusal:
        question(3, ANY, "third", "ordering")
    assert violated_constraint(refusal.value) == "ck_assessment_item_kind"
    migrate(command.upgrade, "0016")
    question(3, ANY, "third", "ordering")
    columns = [sa.column("draw"), sa.column("asked", sa.JSON()), sa.column("answers", sa.JSON())]
    with empty_engine.connect() as connection:
        rows = connection.execute(sa.select(*columns).select_from(sa.table("attempt"))).all()
        rules = connection.execute(sa.text("SELECT quiz_rules FROM course_version")).scalars().all()
    assert rows == [(3, ["first", "second"], {"first": ["a"]})]
    assert [json.loads(one) if isinstance(one, str) else one for one in rules] == [{}, {}]


def test_going_back_keeps_attempts_and_the_questions_it_can_ask(attempted, migrate, empty_engine, question):
    migrate(command.upgrade, "0016")
    question(3, ANY, "third", "ordering")
    migrate(command.downgrade, "0015")
    with empty_engine.connect() as connection:
        codes = connection.execute(sa.text("SELECT code FROM assessment_item ORDER BY code")).scalars().all()
        numbers = connection.execute(sa.text("SELECT number FROM attempt")).scalars().all()
    assert (codes, numbers) == (["first", "other", "second"], [3])
