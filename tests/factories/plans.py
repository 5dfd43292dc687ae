"""Plans for tests: wordings, templates, and plans that have come some of their way."""

from datetime import date
from uuid import UUID

import factory
from sqlalchemy.orm import Session

from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.ids import new_id
from lms.plans import commands
from lms.plans.commands import PlanStart
from lms.plans.domain import (
    Milestone,
    MilestoneKind,
    TemplateItem,
    TemplateText,
    Term,
    Wording,
)
from lms.plans.models import Plan
from lms.targets.domain import Audience

TERM = Term(date(2026, 4, 1), date(2027, 3, 31))


class MilestoneFactory(factory.Factory[Milestone]):
    """Something to do by the end of the year."""

    class Meta:
        model = Milestone

    key = factory.LazyFunction(new_id)
    kind = MilestoneKind.FREE
    title = factory.Sequence(lambda n: f"一歩{n}")
    due_on = date(2026, 12, 25)


class WordingFactory(factory.Factory[Wording]):
    """A year with two milestones, the first of which was due in summer."""

    class Meta:
        model = Wording

    title = "二年目の育成計画"
    goals = "ひとりで課題を設定できるようになる"
    milestones = factory.LazyFunction(
        lambda: (
            MilestoneFactory(title="夏の研修の報告", due_on=date(2026, 8, 31)),
            MilestoneFactory(title="秋の訪問をふり返る"),
        )
    )


class TemplateItemFactory(factory.Factory[TemplateItem]):
    """Something to do by the end of the third month."""

    class Meta:
        model = TemplateItem

    code = factory.Sequence(lambda n: f"item-{n}")
    kind = MilestoneKind.FREE
    title = factory.Sequence(lambda n: {"ja": f"項目{n}", "en": f"Item {n}"})
    due_month = 3


class TemplateTextFactory(factory.Factory[TemplateText]):
    """A template for advisors in their third year, with two items."""

    class Meta:
        model = TemplateText

    name = factory.LazyFunction(lambda: {"ja": "三年目のひな形", "en": "Third year"})
    goals = factory.LazyFunction(lambda: {"ja": "ひとりで伴走する", "en": "Work alone"})
    audience = Audience("advisor", 3, 3)
    months = 12
    review_months = 3
    items = factory.LazyFunction(
        lambda: (
            TemplateItemFactory(code="report", title={"ja": "報告する", "en": "Report"}),
            TemplateItemFactory(code="visit", title={"ja": "訪問する", "en": "Visit"}, due_month=9),
        )
    )


def start_plan(session: Session, *, actor: Actor, person_id: UUID, clock: Clock, **facts: object) -> Plan:
    """Start a plan that the actor looks after."""
    start = PlanStart(
        **{
            "person_id": person_id,
            "supervisor_id": actor.person_id,
            "template_version_id": None,
            "term": TERM,
            "next_review_on": date(2026, 12, 1),
            "wording": WordingFactory(),
            **facts,
        }
    )
    plan_id = commands.start_plan(session, actor=actor, start=start, clock=clock)
    session.flush()
    return session.get_one(Plan, plan_id)
