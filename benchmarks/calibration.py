"""How long the pages of a calibration session take, how many statements they send, and what a round costs."""

import random
import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from uuid import UUID

from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from benchmarks.demo_site import environment, temporary_folder
from lms.app import configure_logging, create_app
from lms.config import Settings, load_settings
from lms.demo import Size, build
from lms.kernel.actor import Actor
from lms.kernel.clock import FrozenClock, SystemClock
from lms.kernel.ids import new_id
from lms.moderation import commands
from lms.moderation.domain import Dates, Plan, Round, Step
from lms.moderation.loader import FOLDER, SCHEMA_FILE, list_vignette_files, read_vignette
from lms.moderation.models import CalibrationAnswer, CalibrationRater, Vignette
from lms.moderation.queries import get_calibration, list_vignettes, rated_by
from lms.people.commands import grant_role, open_session, register_person
from lms.people.domain import RoleCode
from lms.people.models import Person
from lms.people.queries import employer_of, find_person_by_email, load_actor
from lms.rubric.domain import Rubric
from lms.rubric.loader import read_schema
from lms.rubric.queries import get_current_rubric
from lms.storage.engine import make_engine
from lms.storage.migrations import upgrade
from lms.storage.session import Database, transaction, use_database

RATERS, VIGNETTES = 300, 8
VISITS, WARM_UP = 60, 5
LEADER = "hr@example.jp"
CLOCK = SystemClock()


def run() -> Iterator[tuple[str, float, str]]:
    with temporary_folder() as folder:
        settings = load_settings(environment(folder))
        engine = make_engine(settings.database_url)
        upgrade(engine)
        use_database(Database.of_engine(engine))
        build(size=Size.SMALL, seed=1, clock=CLOCK, settings=settings)
        with transaction() as session:
            key, rater = _fill(session, settings)
        for step, what in ((Step.DISCUSS, "the first round"), (Step.CLOSE, "both rounds")):
            if step is Step.CLOSE:
                _move(key, Step.RATE_AGAIN)
                with transaction() as session:
                    _answer_all(session, key, Round.SECOND)
            started = time.perf_counter()
            _move(key, step)
            yield f"calibration: fix the results of {what}", time.perf_counter() - started, "s"
        configure_logging(settings)
        yield from _pages(engine, settings, key, rater)
        engine.dispose()


def _pages(engine: Engine, settings: Settings, key: UUID, rater: UUID) -> Iterator[tuple[str, float, str]]:
    app = create_app(settings, database=Database.of_engine(engine))
    with transaction() as session:
        leader = find_person_by_email(session, LEADER)
        assert leader is not None
        tokens = {
            person_id: open_session(session, person_id=person_id, user_agent="benchmark", clock=CLOCK)
            for person_id in (leader.id, rater)
        }
    pages = (
        ("distribution", leader.id, "/results"),
        ("one criterion", leader.id, "/results/1/B1"),
        ("summary", leader.id, "/summary"),
        ("session", leader.id, ""),
        ("a rater's own result", rater, "/mine"),
    )
    for name, person_id, path in pages:
        browser = app.test_client()
        with browser.session_transaction() as cookie:
            cookie["token"] = tokens[person_id]
        yield from _figures(browser, engine, name, f"/calibration/{key}{path}")


def _figures(browser: FlaskClient, engine: Engine, name: str, path: str) -> Iterator[tuple[str, float, str]]:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    took = []
    for _visit in range(WARM_UP + VISITS):
        sent.clear()
        started = time.perf_counter()
        assert browser.get(path).status_code == 200, path
        took.append(time.perf_counter() - started)
    event.remove(engine, "before_cursor_execute", note)
    took = took[WARM_UP:]
    label = f"calibration, {RATERS} raters, {VIGNETTES} vignettes: {name}"
    yield f"{label}: median", statistics.median(took) * 1000, "ms"
    yield f"{label}: p95", statistics.quantiles(took, n=20)[-1] * 1000, "ms"
    yield f"{label}: statements", sum(one.startswith("SELECT") for one in sent), "1"


def _fill(session: Session, settings: Settings) -> tuple[UUID, UUID]:
    """Make a session that ``RATERS`` people have answered; return it and one of them."""
    leader = _leader(session)
    rubric = get_current_rubric(session, leader)
    vignettes = _list_vignettes(session, leader, rubric, settings)
    raters = _register(session)
    today = CLOCK.today()
    days = [today + timedelta(days=ahead) for ahead in (0, 10, 14, 17)]
    chosen = tuple(vignette.id for vignette in vignettes[:VIGNETTES])
    plan = Plan("Benchmark", "How long it takes", Dates(*days), vignette_ids=chosen)
    key = commands.create_calibration(session, actor=leader, plan=plan, clock=CLOCK)
    session.flush()  # invitations look for the session
    invited = [person.id for person in raters]
    commands.invite_raters(session, actor=leader, calibration_id=key, person_ids=invited, clock=CLOCK)
    session.flush()  # opening counts them
    _step(session, leader, key, Step.OPEN)
    _answer_all(session, key, Round.FIRST)
    return key, raters[0].id


def _list_vignettes(
    session: Session, leader: Actor, rubric: Rubric, settings: Settings
) -> Sequence[Vignette]:
    found = list_vignettes(session, leader, rubric)
    if len(found) >= VIGNETTES:
        return found
    schema = read_schema(settings.rubrics_dir / FOLDER / SCHEMA_FILE)
    rubrics = {rubric.code: {criterion.code: len(rubric.levels) for criterion in rubric.criteria}}
    for file in list_vignette_files(settings.rubrics_dir):
        text = read_vignette(file.read_bytes(), name=file.stem, schema=schema, rubrics=rubrics).vignette
        assert text is not None
        commands.load_vignette(session, actor_id=None, vignette=text, publisher_id=None, clock=CLOCK)
    session.flush()  # they are looked up next
    return list_vignettes(session, leader, rubric)


def _register(session: Session) -> list[Person]:
    leader = find_person_by_email(session, LEADER)
    assert leader is not None
    employer = employer_of(session, person_id=leader.id, on=CLOCK.today())
    joined = CLOCK.today() - timedelta(days=400)
    people = []
    for number in range(RATERS):
        person = register_person(
            session,
            email=f"rater-{number}@example.jp",
            name=f"評価者 {number}",
            name_kana=f"ヒョウカシャ{number:04}",
            employer=employer,
            employed_on=joined,
        )
        role = RoleCode.SUPERVISOR
        grant_role(session, person=person, organisation=employer, role_code=role, starts_on=joined)
        people.append(person)
    session.flush()  # roles and employers are looked up when they are invited
    return people


def _answer_all(session: Session, key: UUID, round_: Round) -> None:
    """Put everybody's answers in: the rows that handing in would have made, without 300 transactions."""
    draw = random.Random(int(round_))
    leader = _leader(session)
    calibration = get_calibration(session, leader, key)
    rubric = get_current_rubric(session, leader)
    raters = session.query(CalibrationRater).filter_by(calibration_id=key).all()
    at = FrozenClock(CLOCK.now()).now()
    for rater in raters:
        if round_ is Round.FIRST:
            rater.answered_at = at
        else:
            rater.answered_again_at = at
    session.add_all(
        CalibrationAnswer(
            id=new_id(),
            calibration_id=key,
            person_id=rater.person_id,
            vignette_id=place.vignette_id,
            criterion_id=rated.criterion.id,
            round=round_,
            level=max(1, min(len(rubric.levels), round(draw.gauss(rated.mean, 0.8 / round_)))),
            note="場面に書かれている言葉から判断した" if draw.random() < 0.2 else "",
        )
        for rater in raters
        for place in calibration.places
        for rated in rated_by(place.vignette, rubric).values()
    )


def _move(key: UUID, step: Step) -> None:
    with transaction() as session:
        _step(session, _leader(session), key, step)


def _step(session: Session, leader: Actor, key: UUID, step: Step) -> None:
    version = get_calibration(session, leader, key).version
    commands.take_step(session, actor=leader, calibration_id=key, step=step, version=version, clock=CLOCK)
    session.flush()  # the next step reads the version


def _leader(session: Session) -> Actor:
    person = find_person_by_email(session, LEADER)
    assert person is not None
    return load_actor(session, person_id=person.id, on=CLOCK.today())
