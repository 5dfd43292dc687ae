"""Two people act at one moment, on connections of their own: what may happen once happens once."""

import threading
from functools import partial

import pytest
from sqlalchemy import func, select, text

from lms.decisions import commands
from lms.decisions.domain import Choice
from lms.decisions.models import LevelDecision, LevelReversal, LevelVote
from lms.kernel.errors import DomainError
from lms.storage import audit
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade
from lms.storage.session import Database, reading, retrying, transaction, use_database
from tests.cast import make_cast


@pytest.fixture
def database(database_url, tmp_path):
    """An empty database that keeps what is committed to it."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / 'at-once.sqlite3'}"
    else:
        server = make_engine(database_url).execution_options(isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS deciding WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE deciding"))
        server.dispose()
        url = server.url.set(database="deciding").render_as_string(hide_password=False)
    engine = make_engine(url)
    upgrade(engine)
    database = Database.of_engine(engine)
    use_database(database)
    yield database
    use_database(None)
    engine.dispose()


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
        starting = threading.Barrier(len(works))
        given: dict[int, str | None] = {}

        def do(number, work):
            starting.wait()
            try:
                retrying(lambda: unit(work))
                given[number] = None
            except DomainError as refused:
                given[number] = refused.code

        def unit(work):
            with transaction() as session:
                work(session)

        threads = [threading.Thread(target=do, args=pair) for pair in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with reading() as session:
            assert audit.verify(session).faults == ()
        return sorted((given[number] for number in range(len(works))), key=str)

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
