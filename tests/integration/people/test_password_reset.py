"""Leave to set a new password: for who is here, not twice at once, not for guessed texts."""

from datetime import timedelta
from uuid import UUID

import pytest
from itsdangerous import URLSafeSerializer
from sqlalchemy import func, select

from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Gone, RuleViolation
from lms.kernel.ids import new_id
from lms.people import commands, queries
from lms.people.models import PasswordReset
from lms.storage.outbox import OutboxMessage
from tests.conftest import NOW

ONE = UUID(int=1)


@pytest.fixture
def request_reset(session, clock):
    def request(email="aoi@example.jp", *, after=timedelta(0)) -> int:
        """Ask for a link; return how many mails wait since."""
        commands.request_password_reset(session, email=email, clock=FrozenClock(clock.now() + after))
        session.flush()
        return session.scalar(select(func.count()).select_from(OutboxMessage))

    return request


def test_asking_again_at_once_sends_no_second_mail_but_later_it_does(cast, request_reset):
    assert request_reset() == 1
    assert request_reset(after=timedelta(minutes=14)) == 1
    assert request_reset(after=timedelta(minutes=16)) == 2


def test_nobody_who_has_left_gets_a_link(cast, session, request_reset):
    cast.aoi.disabled_at = NOW
    session.flush()
    assert request_reset() == 0
    assert queries.find_credentials(session, "aoi@example.jp") is None


def test_a_link_signed_for_something_else_opens_nothing():
    secret = "s" * 32
    assert (
        commands.read_reset_link(commands.reset_link_token(ONE, secret_key=secret), secret_key=secret) == ONE
    )
    forged = (
        commands.reset_link_token(ONE, secret_key="t" * 32),
        URLSafeSerializer(secret, salt="another purpose").dumps(ONE.hex),
        URLSafeSerializer(secret, salt="people.password_reset").dumps("not an id"),
        URLSafeSerializer(secret, salt="people.password_reset").dumps(7),
        "",
    )
    for token in forged:
        with pytest.raises(Gone):
            commands.read_reset_link(token, secret_key=secret)


def test_a_poor_password_is_refused_and_leaves_the_link_unused(cast, session, clock, request_reset):
    request_reset()
    (reset,) = session.scalars(select(PasswordReset))
    with pytest.raises(RuleViolation) as refusal:
        commands.reset_password(session, reset_id=reset.id, new_password="short", clock=clock)
    assert refusal.value.code == "people.password_short"
    assert reset.used_at is None


def test_an_unknown_link_is_spent(session, clock):
    with pytest.raises(Gone) as refusal:
        commands.reset_password(session, reset_id=new_id(), new_password="a phrase long enough", clock=clock)
    assert (refusal.value.code, refusal.value.status) == ("people.reset_spent", 410)


def test_a_person_without_a_password_signs_in_with_none(cast, session):
    assert not commands.password_matches(None, "")
    assert not commands.password_matches("not a digest", "not a digest")
