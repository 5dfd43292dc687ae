"""The cast with the published rubric, and observations of anybody by anybody on request."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from lms.evidence import commands
from lms.evidence.domain import RaterRole
from lms.evidence.models import ObservationRow
from lms.kernel.clock import FrozenClock
from lms.people.models import Organisation, Person
from lms.rubric.domain import Rubric
from tests.cast import Cast
from tests.factories.evidence import ObservationRowFactory
from tests.factories.rubric import banso_text, following, load


@dataclass(frozen=True)
class World:
    session: Session
    cast: Cast
    rubric: Rubric
    clock: FrozenClock

    def employer(self, person: Person) -> Organisation:
        homes = {self.cast.kaoru.id: self.cast.neighbour, self.cast.chie.id: self.cast.outside}
        return homes.get(person.id, self.cast.chamber)

    def observe(
        self, person: Person, code: str = "B1", *, by: Person | None = None, **facts
    ) -> ObservationRow:
        rater = by or self.cast.mori
        role = RaterRole.SELF if rater is person else RaterRole.SUPERVISOR
        row = ObservationRowFactory(
            **{
                "organisation_id": self.employer(person).id,
                "trainee_id": person.id,
                "rater_id": rater.id,
                "rater_role": role,
                "rubric_version_id": self.rubric.id,
                "criterion_id": self.rubric.criterion(code).id,
                **facts,
            }
        )
        self.session.add(row)
        self.session.flush()
        return row


@pytest.fixture
def world(session: Session, cast: Cast, clock: FrozenClock) -> World:
    return World(session, cast, load(session, publisher_id=cast.council.id, clock=clock), clock)


@pytest.fixture
def established(world: World) -> Callable[[Person], None]:
    """Give a person a level in B1 that is established: three observations of level 2 by two raters."""

    def observe(person: Person) -> None:
        for rater, day in ((world.cast.mori, 1), (world.cast.sato, 2), (world.cast.mori, 3)):
            world.observe(person, by=rater, observed_on=date(2026, 11, day))

    return observe


@pytest.fixture
def renew(world: World) -> Callable[[], Rubric]:
    """Publish the rubric again, as another version, a minute later."""

    def publish() -> Rubric:
        text = following(banso_text())
        later = FrozenClock(world.clock.now() + timedelta(minutes=1))
        return load(world.session, publisher_id=world.cast.council.id, clock=later, text=text)

    return publish


@pytest.fixture
def refit(world: World) -> Callable[..., UUID | None]:
    """Fit the level model to what is stored, as of the world's clock or another."""

    def run(clock: FrozenClock | None = None, *, is_cold: bool = False) -> UUID | None:
        return commands.refit(
            world.session, rubric_version_id=world.rubric.id, clock=clock or world.clock, is_cold=is_cold
        )

    return run


@pytest.fixture
def rated(world: World) -> list[Person]:
    """Let four people be rated in every criterion by three raters, one strict, each person at their level."""
    cast = world.cast
    raters = {cast.mori: 0, cast.sato: -1, cast.hara: 0}
    people = [cast.aoi, cast.kaoru, cast.hojo, cast.chie]
    for number, (person, (rater, shift)) in enumerate(itertools.product(people, raters.items())):
        for turn, criterion in enumerate(world.rubric.criteria):
            usual = 1 + people.index(person) + (turn + number) % 2
            day = date(2026, 3, 1) + timedelta(days=20 * turn % 240 + number)
            level = min(max(usual + shift, 1), 4)
            world.observe(person, criterion.code, by=rater, level=level, observed_on=day)
    return people
