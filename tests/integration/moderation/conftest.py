"""A council that calibrates: the cast, two more supervisors next door, a rubric, two vignettes, sessions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.clock import FrozenClock
from lms.moderation import commands
from lms.moderation.domain import Answer, Step
from lms.moderation.models import Calibration, CalibrationRater, CalibrationVignette, Vignette
from lms.moderation.queries import get_calibration, list_tasks
from lms.people.commands import grant_role, register_person
from lms.people.models import Person
from lms.rubric.domain import Rubric
from lms.storage.outbox import OutboxMessage
from tests.cast import JOINED, Cast
from tests.conftest import NOW
from tests.factories.moderation import PlanFactory, VignetteTextFactory
from tests.factories.rubric import RubricTextFactory, load


@dataclass
class World:
    """Sessions in any state on request. ``raters`` are supervisors of two chambers; Hara leads."""

    session: Session
    cast: Cast
    rubric: Rubric
    vignette_ids: tuple[UUID, ...]
    raters: list[Person]
    moment: datetime = NOW
    levels: Mapping[str, int] = field(default_factory=lambda: {"A1": 1, "A2": 2})

    @property
    def clock(self) -> FrozenClock:
        return FrozenClock(self.moment)

    def later(self, **ahead) -> FrozenClock:
        self.moment += timedelta(**ahead)
        return self.clock

    def draft(self, *, by=None, raters=None, **facts) -> UUID:
        plan = PlanFactory(**{"vignette_ids": self.vignette_ids, **facts})
        actor = self.cast.actor(by or self.cast.hara)
        key = commands.create_calibration(self.session, actor=actor, plan=plan, clock=self.clock)
        self.session.flush()
        chosen = self.raters if raters is None else raters
        if chosen:
            ids = [person.id for person in chosen]
            commands.invite_raters(
                self.session, actor=actor, calibration_id=key, person_ids=ids, clock=self.clock
            )
        self.session.flush()
        return key

    def step(self, key: UUID, step: Step, *, by=None, **words) -> None:
        self.session.flush()
        commands.take_step(
            self.session,
            actor=self.cast.actor(by or self.cast.hara),
            calibration_id=key,
            step=step,
            version=self.row(key).version,
            clock=self.clock,
            **words,
        )
        self.session.flush()

    def opened(self, **facts) -> UUID:
        key = self.draft(**facts)
        self.step(key, Step.OPEN, by=facts.get("by"))
        return key

    def save(self, key: UUID, person, number: int = 1, answers=None, version: int = 0) -> None:
        given = answers or [Answer(code, level) for code, level in self.levels.items()]
        commands.save_answers(
            self.session,
            actor=self.cast.actor(person),
            calibration_id=key,
            number=number,
            answers=given,
            version=version,
            clock=self.clock,
        )
        self.session.flush()

    def answer(self, key: UUID, person, answers=None) -> None:
        """Answer all vignettes alike and hand in."""
        actor, row = self.cast.actor(person), self.row(key)
        calibration = get_calibration(self.session, actor, key)
        rater = self.rater(key, person)
        round_ = 1 if rater.answered_at is None else 2
        for task in list_tasks(self.session, actor, calibration, self.rubric, round_):
            self.save(key, person, task.number, answers, task.version)
        commands.hand_in(self.session, actor=actor, calibration_id=row.id, clock=self.clock)
        self.session.flush()

    def shared(self, *, n: int = 3, **facts) -> UUID:
        """Return a session in discussion that ``n`` raters have answered, each their own way."""
        key = self.opened(**facts)
        for number, person in enumerate((facts.get("raters") or self.raters)[:n]):
            self.answer(key, person, [Answer("A1", 1 + number % 2, note=f"理由{number}"), Answer("A2", 2)])
        self.step(key, Step.DISCUSS, by=facts.get("by"))
        return key

    def closed(self, **facts) -> UUID:
        key = self.shared(**facts)
        self.step(key, Step.CLOSE, by=facts.get("by"))
        return key

    def row(self, key: UUID) -> Calibration:
        self.session.flush()
        query = select(Calibration).where(Calibration.id == key)
        loads = (
            joinedload(Calibration.organisation),
            selectinload(Calibration.places)
            .joinedload(CalibrationVignette.vignette)
            .selectinload(Vignette.reference),
        )
        return self.session.scalars(query.options(*loads).execution_options(populate_existing=True)).one()

    def rater(self, key: UUID, person) -> CalibrationRater:
        self.session.flush()
        return self.session.get_one(CalibrationRater, (key, person.id), populate_existing=True)

    def mails(self, kind: str) -> set[UUID]:
        self.session.flush()
        found = select(OutboxMessage.recipient_id).where(OutboxMessage.kind == f"moderation.{kind}")
        return set(self.session.scalars(found))


@pytest.fixture
def register(session: Session, cast: Cast) -> Callable:
    """Register a supervisor."""

    def person(login: str, employer, *, role: str = "supervisor", within=None) -> Person:
        made = register_person(
            session,
            email=f"{login}@example.jp",
            name=f"{login} 太郎",
            name_kana=login,
            employer=employer,
            employed_on=JOINED,
        )
        grant_role(session, person=made, organisation=within or employer, role_code=role, starts_on=JOINED)
        session.flush()
        return made

    return person


@pytest.fixture
def world(session: Session, cast: Cast, clock: FrozenClock, register) -> World:
    rubric = load(session, publisher_id=cast.council.id, clock=clock, text=RubricTextFactory())
    ids = []
    for slug in ("first-case", "second-case"):
        text = VignetteTextFactory(slug=slug)
        loading = commands.load_vignette(
            session, actor_id=None, vignette=text, publisher_id=cast.council.id, clock=clock
        )
        ids.append(loading.vignette_id)
    session.flush()
    raters = [cast.mori, cast.sato, register("kita", cast.neighbour), register("naka", cast.neighbour)]
    return World(session, cast, rubric, tuple(ids), raters)
