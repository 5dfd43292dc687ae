"""One thing sent several times at one moment, on connections of its own, is done once."""

import threading
from datetime import date

import pytest
from sqlalchemy import func, select

from lms.evidence import commands
from lms.evidence.domain import PastObservation, RaterRole
from lms.evidence.models import ObservationRow, SelfAssessment
from lms.kernel.errors import Conflict, RuleViolation
from lms.people import queries as people
from lms.storage.session import reading, retrying, transaction
from tests.cast import TODAY, make_cast
from tests.factories.rubric import load
from tests.integration.evidence.test_at_once import own_database  # noqa: F401 (a fixture, found by its name)

TIMES = 3
DAY = date(2026, 5, 5)


@pytest.fixture
def world(own_database, clock):  # noqa: F811 (the fixture of that name)
    with transaction() as session:
        cast = make_cast(session)
        load(session, publisher_id=cast.council.id, clock=clock)
        actors = {
            person.id: people.load_actor(session, person_id=person.id, on=TODAY)
            for person in (cast.aoi, cast.hara)
        }
        return cast, actors


@pytest.fixture
def all_at_once():
    """Do a piece of work several times at one moment; return what each gave, a refusal included."""

    def run(work):
        ready, given = threading.Barrier(TIMES), []

        def one() -> None:
            def in_transaction():
                with transaction() as session:
                    return work(session)

            ready.wait(10)
            try:
                given.append(retrying(in_transaction))
            except (Conflict, RuleViolation) as refusal:
                given.append(refusal)

        threads = [threading.Thread(target=one) for _time in range(TIMES)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(given) == TIMES
        return given

    return run


def test_rows_brought_in_several_times_at_once_count_once(world, all_at_once, clock):
    cast, actors = world
    rows = [PastObservation(cast.aoi.id, cast.mori.id, RaterRole.SUPERVISOR, DAY, "B1", 4)]

    def bring_in(session):
        return commands.import_observations(
            session, actor=actors[cast.hara.id], rows=rows, dry_run=False, clock=clock
        )

    reports = all_at_once(bring_in)
    assert sorted(report.is_written for report in reports) == [False, False, True]
    with reading() as session:
        assert session.scalar(select(func.count()).where(ObservationRow.observed_on == DAY)) == 1


def test_an_own_view_submitted_several_times_at_once_is_one_sitting(world, all_at_once, clock):
    cast, actors = world

    def submit(session):
        return commands.record_own_view(session, actor=actors[cast.aoi.id], levels={"B1": 2}, clock=clock)

    answers = all_at_once(submit)
    assert sum(isinstance(answer, Conflict | RuleViolation) for answer in answers) == TIMES - 1
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(SelfAssessment)) == 1
        own = func.count().filter(ObservationRow.rater_role == RaterRole.SELF)
        assert session.scalar(select(own)) == 1
