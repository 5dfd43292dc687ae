"""The cast with a rubric, and plans as far as a test wants them."""

from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.kernel.clock import FrozenClock
from lms.people.models import Person
from lms.plans import commands
from lms.plans.domain import TemplateText
from lms.plans.models import Plan, PlanRevision, PlanTemplateVersion
from tests.cast import Cast
from tests.factories.plans import TemplateTextFactory, start_plan
from tests.factories.rubric import load


@dataclass(frozen=True)
class Office:
    """The cast under a council that publishes a rubric."""

    session: Session
    cast: Cast
    clock: FrozenClock

    def start(self, person: Person | None = None, *, by: Person | None = None, **facts) -> Plan:
        """Start a plan; by default Mori's for Aoi."""
        return start_plan(
            self.session,
            actor=self.cast.actor(by or self.cast.mori),
            person_id=(person or self.cast.aoi).id,
            **{"clock": self.clock, **facts},
        )

    def propose(self, plan: Plan, *, by: Person | None = None, **facts) -> Plan:
        """Propose the draft; by default as Mori."""
        return self._step(commands.propose_plan, plan, by or self.cast.mori, **facts)

    def agree(self, plan: Plan, *, by: Person | None = None, **facts) -> Plan:
        """Agree to what was proposed; by default as Aoi."""
        facts = {"digest": self.last(plan).digest, **facts}
        return self._step(commands.agree_to_plan, plan, by or self.cast.aoi, **facts)

    def agreed(self, person: Person | None = None, **facts) -> Plan:
        """Make a plan that holds; by default Mori's for Aoi."""
        plan = self.propose(self.start(person, **facts))
        return self.agree(plan, by=person or self.cast.aoi)

    def last(self, plan: Plan) -> PlanRevision:
        """Return the latest wording."""
        return self.session.scalars(
            select(PlanRevision).where(PlanRevision.plan_id == plan.id).order_by(PlanRevision.number.desc())
        ).first()

    def publish(self, text: TemplateText | None = None) -> UUID:
        """Publish a template of the council, and return its id."""
        template_id = commands.publish_template(
            self.session,
            actor=self.cast.actor(self.cast.hara),
            organisation_id=self.cast.council.id,
            text=text or TemplateTextFactory(),
            clock=self.clock,
        )
        self.session.flush()
        return template_id

    def newest(self, template_id: UUID) -> PlanTemplateVersion:
        """Return the latest version of a template."""
        return self.session.scalars(
            select(PlanTemplateVersion)
            .where(PlanTemplateVersion.template_id == template_id)
            .order_by(PlanTemplateVersion.number.desc())
        ).first()

    def take(self, command, plan: Plan, by: Person, **facts) -> Plan:
        """Take any step of a plan."""
        return self._step(command, plan, by, **facts)

    def _step(self, command, plan, by, **facts):
        facts = {"version": plan.version, "clock": self.clock, **facts}
        command(self.session, actor=self.cast.actor(by), plan_id=plan.id, **facts)
        self.session.flush()
        return plan


@pytest.fixture
def office(session: Session, cast: Cast, clock: FrozenClock) -> Office:
    load(session, publisher_id=cast.council.id, clock=clock)
    return Office(session, cast, clock)
