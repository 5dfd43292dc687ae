"""The cast with a rubric, and plans as far as a test wants them."""

import re
from dataclasses import dataclass
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from lms.kernel.clock import FrozenClock
from lms.people.models import Person
from lms.plans import commands
from lms.plans.domain import TemplateText
from lms.plans.models import Plan, PlanRevision, PlanTemplateVersion
from lms.plans.queries import PlanView, get_plan
from tests.cast import TODAY, Cast
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
            select(PlanRevision)
            .where(PlanRevision.plan_id == plan.id)
            .options(selectinload(PlanRevision.milestones))
            .order_by(PlanRevision.number.desc())
        ).first()

    def view(self, *, by: Person | None = None) -> PlanView:
        """Read the only plan; by default as Mori."""
        actor = self.cast.actor(by or self.cast.mori)
        plan_id = self.session.scalars(select(Plan.id)).one()
        return get_plan(self.session, actor, plan_id, on=TODAY)

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
            .options(selectinload(PlanTemplateVersion.items))
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


@pytest.fixture
def mori(office, client_as):
    return client_as(office.cast.mori)


@pytest.fixture
def aoi(office, client_as):
    return client_as(office.cast.aoi)


@pytest.fixture
def hara(office, client_as):
    return client_as(office.cast.hara)


@pytest.fixture
def words():
    """Return the words of a page's content, tags taken out."""

    def of(page: str) -> str:
        main = page[page.index("<main") : page.index("</main>")]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))

    return of


@pytest.fixture
def typed():
    """Return the fields of the wording form as the page filled them in."""

    def of(page: str) -> dict[str, str]:
        fields = dict(re.findall(r'<input[^>]* name="((?:title|due_on)_?\d*)"[^>]* value="([^"]*)"', page))
        for name, body in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', page, re.DOTALL):
            chosen = re.search(r'<option selected value="([^"]*)"', body)
            fields[name] = chosen[1] if chosen else ""
        return fields

    return of
