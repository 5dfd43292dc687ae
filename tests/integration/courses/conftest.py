"""A course published by the council, and one of the outsiders."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select

from lms.courses import commands
from lms.courses.domain import CourseText
from lms.courses.models import Enrolment
from tests.factories.courses import CourseTextFactory, publish

RIGHT = {"single": ("a",), "multiple": ("a", "b")}
WRONG = {"single": ("b",), "multiple": ("a",)}


@pytest.fixture
def published(session, cast, clock) -> CourseText:
    return publish(session, publisher_id=cast.council.id, clock=clock)


@pytest.fixture
def foreign(session, cast, clock) -> CourseText:
    secret = CourseTextFactory(slug="secret", title={"ja": "秘密の研修", "en": "Secret course"})
    return publish(session, publisher_id=cast.outside.id, clock=clock, text=secret)


@pytest.fixture
def newer(session, cast, clock, published) -> CourseText:
    """Publish version 2.0, with one lesson more."""
    text = CourseTextFactory(version="2.0", title={"ja": "新しい研修", "en": "New course"})
    return publish(session, publisher_id=cast.council.id, clock=clock, text=text)


@pytest.fixture
def learn(session, cast, clock):
    """Let somebody read lessons and answer the quiz of the small course."""

    def go(person, *, lessons=(), answers=None, slug="small"):
        actor = cast.actor(person)
        for lesson in lessons:
            commands.complete_lesson(session, actor=actor, slug=slug, lesson_slug=lesson, clock=clock)
        attempt_id = None
        if answers is not None:
            attempt_id = commands.submit_attempt(
                session, actor=actor, slug=slug, answers=answers, clock=clock
            )
        session.flush()
        return attempt_id

    return go


@pytest.fixture
def enrolment_of(session):
    return lambda person: session.scalars(select(Enrolment).where(Enrolment.person_id == person.id)).one()


@pytest.fixture
def counting(connection):
    """Count the statements of a block."""

    @contextmanager
    def count() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_connection, _cursor, statement, *_rest):
            if statement.startswith("SELECT"):
                seen.append(statement)

        event.listen(connection, "before_cursor_execute", note)
        yield seen
        event.remove(connection, "before_cursor_execute", note)

    return count
