"""The cast under a council that publishes a rubric, and profiles on request."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from lms.evidence.models import ObservationRow
from lms.kernel.clock import FrozenClock
from lms.people.models import Organisation, Person
from lms.rubric.domain import Rubric
from lms.rubric.queries import get_current_rubric
from lms.targets import commands
from lms.targets.domain import Span
from tests.cast import TODAY, Cast
from tests.factories.evidence import ObservationRowFactory
from tests.factories.rubric import load
from tests.factories.targets import publish_profile


@dataclass(frozen=True)
class School:
    """The cast with their rubric."""

    session: Session
    cast: Cast
    clock: FrozenClock

    @property
    def rubric(self) -> Rubric:
        return get_current_rubric(self.session, self.cast.actor(self.cast.hara))

    def publish(self, *, by: Person | None = None, at: Organisation | None = None, **facts) -> UUID:
        """Publish a profile; by default Hara's of the council, for everybody, with levels in A1 and B1."""
        return publish_profile(
            self.session,
            actor=self.cast.actor(by or self.cast.hara),
            organisation_id=(at or self.cast.council).id,
            **{"clock": self.clock, **facts},
        )

    def give(self, profile_id: UUID, person: Person, *, by: Person | None = None, **facts) -> UUID:
        """Give somebody a profile by name, from today on."""
        given = {"span": Span(TODAY), "reason": "次の異動に備えて", "clock": self.clock, **facts}
        assignment_id = commands.assign_profile(
            self.session,
            actor=self.cast.actor(by or self.cast.hara),
            person_id=person.id,
            profile_id=profile_id,
            **given,
        )
        self.session.flush()
        return assignment_id

    def observe(self, person: Person, code: str, *levels: int, on: date = date(2026, 11, 10)) -> None:
        """Let Mori and Sato, in turns, have observed somebody at these levels."""
        raters = (self.cast.mori, self.cast.sato)
        employer = self.cast.neighbour if person == self.cast.kaoru else self.cast.chamber
        rows: list[ObservationRow] = [
            ObservationRowFactory(
                organisation_id=employer.id,
                trainee_id=person.id,
                rater_id=raters[number % 2].id,
                rubric_version_id=self.rubric.id,
                criterion_id=self.rubric.criterion(code).id,
                level=level,
                observed_on=on,
            )
            for number, level in enumerate(levels)
        ]
        self.session.add_all(rows)
        self.session.flush()


@pytest.fixture
def school(session: Session, cast: Cast, clock: FrozenClock) -> School:
    load(session, publisher_id=cast.council.id, clock=clock)
    return School(session, cast, clock)
