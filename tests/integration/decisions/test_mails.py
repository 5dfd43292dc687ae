"""The mails of decisions: whom they reach, where they lead, and that they name no person and no level."""

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from lms.decisions.domain import Choice
from lms.decisions.messages import MAILS
from lms.storage.outbox import OutboxMessage


@pytest.fixture
def composed(app, session):
    """Return every queued mail as (kind, recipient, subject and body, address)."""

    def compose(locale):
        rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        with app.test_request_context(), force_locale(locale):
            return [
                (
                    row.kind.removeprefix("decisions."),
                    row.recipient_id,
                    f"{MAILS[row.kind].subject % row.payload}\n{MAILS[row.kind].body % row.payload}",
                    MAILS[row.kind].link(row.payload),
                )
                for row in rows
            ]

    return compose


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_every_kind_is_worded_and_names_nobody(world, composed, locale):
    awarded = world.awarded()
    world.reverse(awarded, by=world.cast.hara)
    refused = world.propose()
    for member in world.panel[1:]:
        world.vote(refused, member, Choice.REFUSE)
    world.vote(refused, world.panel[0], Choice.REFUSE)
    world.vote(refused, world.panel[1], Choice.REFUSE)
    world.close(refused)
    ripe = world.propose()
    for member in world.panel:
        world.vote(ripe, member)
    world.withdraw(ripe, by=world.cast.hara)
    mails = composed(locale)
    assert {kind for kind, *_rest in mails} == {kind.removeprefix("decisions.") for kind in MAILS}
    names = [world.cast.aoi.name, world.cast.mori.name, "マスター", "Master", "育成委員会"]
    for _kind, _to, words, link in mails:
        assert not any(name in words for name in names)
        assert "%(" not in words
        assert link in {f"/decisions/{one}" for one in (awarded, refused, ripe)}
    assert any("投票" in words for _kind, _to, words, _link in mails) is (locale == "ja")


def test_who_acts_is_not_told_what_they_did(world, composed):
    world.decide(by=world.cast.mori)
    assert [(kind, to) for kind, to, *_rest in composed("en")] == [("decided", world.cast.aoi.id)]
