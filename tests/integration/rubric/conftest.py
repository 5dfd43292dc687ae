"""A rubric published by the council, and one of the outsiders."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from lms.rubric.domain import Rubric
from tests.factories.rubric import RubricTextFactory, load


@pytest.fixture
def published(session, cast, clock) -> Rubric:
    return load(session, publisher_id=cast.council.id, clock=clock)


@pytest.fixture
def foreign(session, cast, clock) -> Rubric:
    secret = RubricTextFactory(code="secret", title={"ja": "秘密の基準", "en": "Secret standard"})
    return load(session, publisher_id=cast.outside.id, clock=clock, text=secret)


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
