"""The cast with the published rubric, and observations of anybody by anybody on request."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
from sqlalchemy.orm import Session

from lms.evidence.domain import RaterRole
from lms.evidence.models import ObservationRow
from lms.kernel.clock import FrozenClock
from lms.people.models import Organisation, Person
from lms.rubric.domain import Rubric
from tests.cast import Cast
from tests.factories.evidence import ObservationRowFactory
from tests.factories.rubric import load


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
