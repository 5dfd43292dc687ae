"""Learning plans on home: what waits for one's agreement, what is due, whose plan is late."""

import pytest
from sqlalchemy import select

from lms.plans import commands
from lms.plans.models import PlanRevision
from tests.factories.plans import WordingFactory, start_plan


@pytest.fixture
def step(office):
    """Take a step of a plan as somebody."""

    def take(command, plan, by, **facts):
        facts = {"version": plan.version, "clock": office.clock, **facts}
        command(office.session, actor=office.cast.actor(by), plan_id=plan.id, **facts)
        office.session.flush()

    return take


@pytest.fixture
def proposed(office, step):
    """Mori's plan for Aoi: a report was due in August, a visit is due in December."""
    plan = start_plan(
        office.session,
        actor=office.cast.actor(office.cast.mori),
        person_id=office.cast.aoi.id,
        clock=office.clock,
    )
    step(commands.propose_plan, plan, office.cast.mori)
    return plan


@pytest.fixture
def agreed(office, step, proposed):
    revision = office.session.scalars(select(PlanRevision).where(PlanRevision.plan_id == proposed.id)).one()
    step(commands.agree_to_plan, proposed, office.cast.aoi, digest=revision.digest)
    return proposed


def test_a_proposed_plan_waits_for_the_advisor(office, proposed, client_as):
    page = client_as(office.cast.aoi).get("/?lang=en").text

    assert "Agree to the learning plan: 二年目の育成計画" in page
    assert f"/plans/{proposed.id}" in page
    assert office.cast.mori.name in page


def test_a_change_that_the_advisor_proposes_waits_for_the_supervisor(office, agreed, step, client_as):
    changed = WordingFactory(title="訪問を増やす計画")
    facts = {"wording": changed, "reason": "訪問が増えたため", "and_propose": True}
    step(commands.save_wording, agreed, office.cast.aoi, **facts)

    page = client_as(office.cast.mori).get("/?lang=en").text

    assert "Agree to the learning plan" in page
    assert office.cast.aoi.name in page


def test_what_is_late_in_the_plan_comes_first_of_the_three_things(office, agreed, client_as):
    page = client_as(office.cast.aoi).get("/?lang=en").text

    things = page[page.index("Three things this week") :]
    assert things.index("夏の研修の報告") < things.index("/me/criteria/")
    assert "From your learning plan: was due on" in things
    assert "秋の訪問をふり返る" not in page  # due in five weeks


def test_the_supervisor_sees_whose_plan_is_late(office, agreed, client_as):
    assert "Plan overdue" in client_as(office.cast.mori).get("/?lang=en").text


def test_a_plan_nobody_agreed_to_is_late_for_nobody(office, proposed, client_as):
    assert "Plan overdue" not in client_as(office.cast.mori).get("/?lang=en").text


def test_nobody_else_hears_of_it(office, proposed, client_as):
    for stranger in (office.cast.kaoru, office.cast.chie):
        assert "二年目の育成計画" not in client_as(stranger).get("/").text


def test_home_with_a_plan_takes_no_more_than_its_statements(office, agreed, client_as, count_statements):
    office.sign(office.record())
    office.record()
    for person in (office.cast.aoi, office.cast.mori):
        browser = client_as(person)
        assert count_statements(lambda b=browser: b.get("/")) <= 15
