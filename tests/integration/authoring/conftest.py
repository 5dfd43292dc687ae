"""Two authors of the chamber in Hiroshima, and a rubric to write for."""

import pytest

from lms.authoring import queries
from tests.factories.authoring import begin, make_author
from tests.factories.rubric import load


@pytest.fixture
def rubric(session, cast, clock):
    return load(session, publisher_id=cast.council.id, clock=clock)


@pytest.fixture
def author(session, cast):
    """Let Mori write."""
    return make_author(session, cast, cast.mori)


@pytest.fixture
def reviewer(session, cast):
    """Let Sato write and review."""
    return make_author(session, cast, cast.sato)


@pytest.fixture
def draft_id(session, cast, clock, rubric, author):
    """A whole draft of Mori's."""
    return begin(session, author, cast.chamber.id, clock)


@pytest.fixture
def get(session):
    def read(actor, draft_id):
        session.flush()
        session.expire_all()
        return queries.get_draft(session, actor, draft_id)

    return read
