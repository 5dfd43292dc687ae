"""Whoever approves a draft has read it: what was reworded since is not published by an old page."""

from sqlalchemy import select

from lms.authoring import commands
from lms.authoring.domain import put_in_course
from lms.courses.models import Course
from tests.factories.authoring import row_of, send
from tests.factories.pages import fields_of


def test_words_that_came_after_the_page_was_opened_are_not_published(
    session, cast, clock, author, reviewer, client_as, draft_id
):
    send(session, author, draft_id, clock)
    browser, place = client_as(cast.sato), f"/courses/drafts/{draft_id}/review"
    read = fields_of(browser.get(place))

    version = row_of(session, draft_id).version
    commands.take_back(session, actor=author, draft_id=draft_id, version=version, clock=clock)
    session.flush()
    commands.edit_draft(
        session,
        actor=author,
        draft_id=draft_id,
        change=lambda text: put_in_course(text, {"summary": {"ja": "別の言葉", "en": "Other words"}}),
        clock=clock,
    )
    session.flush()
    send(session, author, draft_id, clock)

    answer = browser.post(place, data={**read, "decision": "publish", "note": ""})
    assert answer.status_code == 409
    assert session.scalars(select(Course.slug)).all() == []
