"""Who may see and change plans and templates."""

from uuid import uuid4

import pytest

from lms.kernel.actor import Actor, Grant
from lms.kernel.permission import Permission
from lms.plans.access import (
    PlanFacts,
    can_edit_template,
    can_read_plan,
    can_read_template,
    can_start,
    side_of,
)
from lms.plans.domain import Side

HERE, ABOVE, ELSEWHERE = "/1/2/", "/1/", "/9/"


@pytest.fixture
def actor():
    """Make somebody with rights at a place."""

    def of(*permissions, path=HERE, person_id=None, lineage=()):
        grants = frozenset(Grant(permission, path) for permission in permissions)
        return Actor(person_id or uuid4(), grants, lineage=frozenset(lineage))

    return of


def test_a_plan_is_read_by_its_person_once_proposed_and_by_who_looks_after_them(actor):
    me = uuid4()
    shown, hidden = (PlanFacts(me, HERE, was_proposed=is_shown) for is_shown in (True, False))
    own = actor(Permission.PLAN_READ, person_id=me)
    assert [can_read_plan(own, facts) for facts in (shown, hidden)] == [True, False]
    for path, may in ((HERE, True), (ABOVE, True), (ELSEWHERE, False)):
        assert can_read_plan(actor(Permission.PLAN_READ, path=path), hidden) is may
    assert not can_read_plan(actor(), shown)


def test_sides_are_the_person_and_who_may_edit(actor):
    me = uuid4()
    facts = PlanFacts(me, HERE, was_proposed=True)
    assert side_of(actor(Permission.PLAN_EDIT, person_id=me), facts) is Side.ADVISOR
    assert side_of(actor(Permission.PLAN_EDIT, path=ABOVE), facts) is Side.SUPERVISOR
    assert side_of(actor(Permission.PLAN_READ), facts) is None
    assert side_of(actor(Permission.PLAN_EDIT, path=ELSEWHERE), facts) is None


def test_nobody_starts_a_plan_for_themselves(actor):
    mori = actor(Permission.PLAN_EDIT)
    assert can_start(mori, person_id=uuid4(), employer_path=HERE)
    assert not can_start(mori, person_id=mori.person_id, employer_path=HERE)
    assert not can_start(mori, person_id=uuid4(), employer_path=ELSEWHERE)


def test_templates_are_used_below_their_publisher_and_changed_by_who_may(actor):
    council = uuid4()
    facts = {"organisation_id": council, "organisation_path": ABOVE}
    assert can_read_template(actor(Permission.PLAN_EDIT, lineage=[council]), **facts)
    assert can_read_template(actor(Permission.PLAN_EDIT, path=ABOVE), **facts)
    assert not can_read_template(actor(Permission.PLAN_EDIT), **facts)
    assert not can_read_template(actor(lineage=[council]), **facts)
    assert can_edit_template(actor(Permission.PLAN_TEMPLATE_EDIT, path=ABOVE), organisation_path=HERE)
    assert not can_edit_template(actor(Permission.PLAN_EDIT), organisation_path=HERE)
