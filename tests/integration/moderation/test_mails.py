"""The mails of sessions: in which words, leading where, and without anybody's levels."""

import re
from dataclasses import replace
from datetime import date

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from lms.kernel.clock import FrozenClock
from lms.moderation import commands
from lms.moderation.domain import Answer, Step
from lms.moderation.messages import MAILS
from lms.storage.outbox import OutboxMessage
from tests.conftest import NOW
from tests.factories.moderation import DAYS


@pytest.fixture
def whole_life(session, world):
    """A session in which everything happened of which anybody is told."""
    hara = world.cast.actor(world.cast.hara)
    key = world.opened()
    commands.remind_raters(session, actor=hara, calibration_id=key, clock=world.clock)
    session.flush()
    for person in world.raters[:3]:
        world.answer(key, person, [Answer("A1", 2, note="理由の言葉"), Answer("A2", is_unsure=True)])
    off = {"calibration_id": key, "person_id": world.raters[3].id}
    commands.withdraw_rater(session, actor=hara, **off, clock=world.clock)
    for step in (Step.DISCUSS, Step.RATE_AGAIN, Step.CLOSE):
        world.step(key, step)
    commands.open_names(session, actor=hara, calibration_id=key, purpose="目的の言葉", clock=world.clock)
    cancelled = world.opened()
    world.step(cancelled, Step.CANCEL, reason="中止の言葉")
    stalled = world.opened(dates=replace(DAYS, first_closes_on=date(2026, 11, 21)))
    late = FrozenClock(NOW + (date(2026, 11, 22) - DAYS.opens_on))
    commands.keep_time(session, calibration_id=stalled, clock=late)
    session.flush()
    return session.scalars(select(OutboxMessage)).all()


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_kind_has_words_and_a_page_and_tells_nothing_of_what_was_said(app, whole_life, locale):
    assert {row.kind for row in whole_life} == set(MAILS)
    with app.test_request_context(), force_locale(locale):
        for row in whole_life:
            mail = MAILS[row.kind]
            words = f"{mail.subject % row.payload} {mail.body % row.payload}"
            assert "%(" not in words
            assert not re.search("理由の言葉|目的の言葉|中止の言葉|森 真理", words)
            assert words.startswith("Calibration: ") is (locale == "en")
            assert mail.link(row.payload).startswith("/calibration")
