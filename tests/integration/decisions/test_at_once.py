"""Two people act at one moment, on connections of their own: what may happen once happens once."""

from functools import partial

import pytest
from sqlalchemy import func, select

from lms.decisions import commands
from lms.decisions.domain import Choice
from lms.decisions.models import LevelDecision, LevelReversal, LevelVote
from lms.storage import audit
from lms.storage.session import reading
from tests.at_once import do_at_once, kept_database
from tests.cast import make_cast


@pytest.fixture
def database(database_url, tmp_path):
    with kept_database(database_url, tmp_path, "deciding") as kept:
        yield kept


@pytest.fixture
def session(database):
    """A session of its own, in the place of the one that is rolled back: the others must see what it did."""
    with database.writer() as opened:
        yield opened


@pytest.fixture
def cast(session):
    return make_cast(session)


@pytest.fixture
def at_once(world):
    """Do several units of work at one moment; return what each gave: nothing, or the code of its refusal."""

    def run(*works):
        world.session.commit()
        given = do_at_once(works)
        with reading() as session:
            assert audit.verify(session).faults == ()
        return given

    return run


@pytest.fixture
def count():
    def rows(model) -> int:
        with reading() as session:
            return session.scalar(select(func.count()).select_from(model))

    return rows


def test_a_decision_is_reversed_once(world, at_once, count):
    decision_id = world.decide()
    facts = {"decision_id": decision_id, "reason": "事実の誤りが分かった", "clock": world.clock}
    works = [
        partial(commands.reverse_decision, actor=world.cast.actor(person), **facts)
        for person in (world.cast.mori, world.cast.sato, world.cast.hara)
    ]
    assert at_once(*works) == [None, "decisions.already_reversed", "decisions.already_reversed"]
    assert count(LevelReversal) == 1


def test_a_vote_is_closed_once(world, at_once, count):
    proposal_id = world.propose()
    for member in world.panel:
        world.vote(proposal_id, member)
    facts = {"proposal_id": proposal_id, "reason": "記録に一貫して見られる", "n_said": 4}
    close = partial(
        commands.close_proposal, actor=world.cast.actor(world.panel[0]), clock=world.clock, **facts
    )
    assert at_once(close, close, close) == [None, "decisions.closed", "decisions.closed"]
    assert count(LevelDecision) == 1


def test_all_that_is_said_at_one_moment_is_kept_in_an_order(world, at_once, count):
    proposal_id = world.propose()
    facts = {"proposal_id": proposal_id, "reason": "根拠は十分である", "clock": world.clock}
    votes = [
        partial(commands.cast_vote, actor=world.cast.actor(person), choice=choice, **facts)
        for person in world.panel[:2]
        for choice in (Choice.AWARD, Choice.REFUSE)
    ]
    assert at_once(*votes) == [None] * 4
    assert count(LevelVote) == 4


def test_nobody_votes_once_it_is_closed(world, at_once, count):
    proposal_id = world.propose()
    for member in world.panel[:3]:
        world.vote(proposal_id, member)
    facts = {"proposal_id": proposal_id, "reason": "記録に一貫して見られる", "clock": world.clock}
    given = at_once(
        partial(commands.close_proposal, actor=world.cast.actor(world.panel[0]), n_said=3, **facts),
        partial(commands.cast_vote, actor=world.cast.actor(world.panel[3]), choice=Choice.REFUSE, **facts),
    )
    assert given in ([None, "decisions.closed"], [None, "decisions.stale"])
    assert count(LevelVote) + count(LevelDecision) == 4
