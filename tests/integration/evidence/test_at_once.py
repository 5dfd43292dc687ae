"""Judgements and fits at one moment, on connections of their own: nothing is lost from anybody's estimate."""

import threading
import time
from datetime import date

import pytest
from sqlalchemy import func, select, text

from lms.evidence import commands, queries
from lms.evidence.commands import estimating, judging
from lms.evidence.domain import Judgement, RaterRole, Rating, Source, SourceKind
from lms.evidence.domain.facets import Posterior
from lms.evidence.jobs import Refitter
from lms.evidence.models import LevelEstimateRow, LevelFitRow, ObservationRow
from lms.evidence.queries.columns import list_dossiers
from lms.kernel.errors import Conflict
from lms.kernel.ids import new_id
from lms.rubric.queries import get_rubric
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade
from lms.storage.session import Database, reading, retrying, transaction, use_database
from tests.cast import TODAY, make_cast
from tests.factories.evidence import ObservationRowFactory
from tests.factories.rubric import load

ROUNDS = 4


@pytest.fixture
def own_database(database_url, tmp_path):
    """An empty database that keeps what is committed to it."""
    if database_url.startswith("sqlite"):
        url = f"sqlite:///{tmp_path / 'at-once.sqlite3'}"
    else:
        server = make_engine(database_url).execution_options(isolation_level="AUTOCOMMIT")
        with server.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS at_once WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE at_once"))
        server.dispose()
        url = server.url.set(database="at_once").render_as_string(hide_password=False)
    engine = make_engine(url)
    upgrade(engine)
    use_database(Database.of_engine(engine))
    yield
    use_database(None)
    engine.dispose()


@pytest.fixture
def office(own_database, clock):
    """People of one chamber, two of whom may judge, with a level fit; ids and actors only."""
    with transaction() as session:
        cast = make_cast(session)
        rubric = load(session, publisher_id=cast.council.id, clock=clock)
        for number, (person, rater) in enumerate(
            (person, rater) for person in (cast.aoi, cast.hojo) for rater in (cast.mori, cast.sato)
        ):
            for turn, criterion in enumerate(rubric.criteria):
                session.add(
                    ObservationRowFactory(
                        organisation_id=cast.chamber.id,
                        trainee_id=person.id,
                        rater_id=rater.id,
                        rubric_version_id=rubric.id,
                        criterion_id=criterion.id,
                        level=1 + (turn + number) % 3,
                        observed_on=date(2026, 10, 1 + turn),
                    )
                )
        session.flush()
        commands.refit(session, rubric_version_id=rubric.id, clock=clock)
        return cast, rubric, {person: cast.actor(person) for person in (cast.mori, cast.sato)}


@pytest.fixture
def judge(office, clock):
    cast, rubric, actors = office

    def make(rater, code, level=4):
        judgement = Judgement(
            trainee_id=cast.aoi.id,
            organisation_id=cast.chamber.id,
            rater_role=RaterRole.SUPERVISOR,
            rubric_version_id=rubric.id,
            observed_on=date(2026, 11, 19),
            source=Source(SourceKind.OJT_ENTRY, new_id()),
            ratings=(Rating(code, level),),
        )

        def work():
            with transaction() as session:
                commands.make_observations(session, actor=actors[rater], judgement=judgement, clock=clock)

        retrying(work)

    return make


@pytest.fixture
def at_once():
    """Do several things from one moment on, each in a thread of its own; hand back what went wrong."""

    def run(*works):
        failures, gate = [], threading.Barrier(len(works))

        def do(work):
            gate.wait()
            try:
                work()
            except Exception as error:  # noqa: BLE001 (whatever it is, the test tells it)
                failures.append(error)

        threads = [threading.Thread(target=do, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return failures

    return run


@pytest.fixture
def slow_reading(monkeypatch):
    """Let time pass between reading somebody's observations and storing what they give.

    The audit log stands aside: it queues everybody too, and would hide whether estimates are guarded.
    """

    def read_slowly(*arguments):
        found = list_dossiers(*arguments)
        time.sleep(0.1)
        return found

    monkeypatch.setattr(estimating, "list_dossiers", read_slowly)
    monkeypatch.setattr(judging.audit, "record", lambda *_arguments, **_facts: None)


@pytest.fixture
def whole(office):
    """Say of how many observations Aoi's estimate is made, once it is what all of them give."""
    cast, rubric, _actors = office

    def check():
        with reading() as session:
            rubric_now = get_rubric(session, rubric.id)
            policy = queries.current_policy(session, rubric_now)
            about = select(ObservationRow).where(ObservationRow.trainee_id == cast.aoi.id)
            seen = list_dossiers(session, rubric_now, about)[cast.aoi.id].observations
            outline = queries.outline_of(rubric_now)
            expected = policy.posterior(cast.aoi.id, seen, outline=outline, as_of=TODAY)
            row = session.get_one(LevelEstimateRow, (cast.aoi.id, rubric.id))
            found = Posterior.from_payload(row.payload)
            assert found.mean == pytest.approx(expected.mean, abs=1e-6)
            assert found.covariance == pytest.approx(expected.covariance, abs=1e-6)
            assert row.fit_id == queries.find_fit(session, rubric_now).id
            assert row.n_observations == len(seen)
            return len(seen)

    return check


def test_two_supervisors_who_judge_somebody_at_once_both_count(office, judge, at_once, slow_reading, whole):
    cast, _rubric, _actors = office
    before = whole()
    failures = at_once(lambda: judge(cast.mori, "B1"), lambda: judge(cast.sato, "B1"))
    assert failures == []
    assert whole() == before + 2


def test_a_fit_at_work_while_others_judge_leaves_nobody_behind(office, judge, at_once, clock, whole):
    cast, rubric, _actors = office
    before = whole()

    def judge_on(rater):
        for turn in range(ROUNDS):
            judge(rater, rubric.criteria[turn].code)

    def fit_on():
        for _turn in range(ROUNDS):
            Refitter(clock, "worker").refit([rubric.id])

    assert at_once(lambda: judge_on(cast.mori), lambda: judge_on(cast.sato), fit_on) == []
    assert whole() == before + 2 * ROUNDS


def test_two_workers_at_once_fit_once(office, judge, at_once, clock):
    cast, rubric, _actors = office
    judge(cast.mori, "B1")
    failures = at_once(*(lambda: Refitter(clock, "worker").refit([rubric.id]) for _worker in range(2)))
    assert {type(failure) for failure in failures} <= {Conflict}
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(LevelFitRow)) == 2
