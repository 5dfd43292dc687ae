"""The mails of entries: whom they reach, in which words, leading where."""

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from lms.ojt import commands
from lms.ojt.messages import MAILS
from lms.storage.outbox import OutboxMessage


@pytest.fixture
def composed(app, session):
    """Return every queued mail as (recipient, subject, body, address)."""

    def compose(locale):
        rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        with app.test_request_context(), force_locale(locale):
            return [
                (
                    row.recipient_id,
                    str(MAILS[row.kind].subject) % row.payload,
                    str(MAILS[row.kind].body) % row.payload,
                    MAILS[row.kind].link(row.payload),
                )
                for row in rows
            ]

    return compose


def test_the_mails_of_a_whole_life_name_people_and_the_day(world, composed):
    entry_id = world.disputed()
    world.step(commands.answer_dispute, entry_id, world.cast.mori, text="はい", rewrite=False)
    world.step(commands.acknowledge_entry, entry_id, world.cast.aoi, text="読みました")
    world.step(commands.sign_entry, entry_id, world.cast.mori)
    world.step(commands.void_entry, entry_id, world.cast.sato, reason="日付の誤り")
    mails = composed("en")
    aoi, mori = world.cast.aoi.id, world.cast.mori.id
    assert [(to, subject) for to, subject, _body, _link in mails][:5] == [
        (aoi, "OJT record to acknowledge: 2026-11-18"),
        (mori, "OJT record disputed: 2026-11-18"),
        (aoi, "OJT record to acknowledge: 2026-11-18"),
        (mori, "OJT record to sign: 2026-11-18"),
        (aoi, "OJT record signed: 2026-11-18"),
    ]
    assert {(to, subject) for to, subject, _body, _link in mails[5:]} == {
        (aoi, "OJT record voided: 2026-11-18"),
        (mori, "OJT record voided: 2026-11-18"),
    }
    assert {link for *_words, link in mails} == {f"/ojt/{entry_id}"}
    assert "森 真理" in mails[0][2]
    assert "青井 葵" in mails[1][2]


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_kind_has_words_in_both_languages(world, composed, locale):
    world.signed()
    for _to, subject, body, _link in composed(locale):
        assert "%(" not in subject + body
        assert ("OJT記録" in subject) is (locale == "ja")
