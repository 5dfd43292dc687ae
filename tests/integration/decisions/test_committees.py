"""Setting up a committee, changing it, and the day a vote is on it."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from lms.decisions import commands, queries
from lms.decisions.domain import Majority
from lms.kernel.errors import Conflict, DomainError, NotAllowed, NotFound, RuleViolation
from lms.people import commands as people
from lms.people.domain import RoleCode
from lms.storage.audit import AuditEvent
from tests.cast import TODAY
from tests.factories.decisions import CommitteeDraftFactory, MemberDraftFactory


@pytest.fixture
def refused():
    def run(work, kind=RuleViolation):
        with pytest.raises(DomainError) as refusal:
            work()
        assert type(refusal.value) is kind
        return refusal.value.code, refusal.value.field

    return run


@pytest.fixture
def saved(world):
    """Return a committee as its planner sees it."""

    def read(committee_id, by=None):
        world.session.expire_all()
        actor = world.cast.actor(by or world.cast.hara)
        return queries.get_committee(world.session, actor, committee_id, on=TODAY)

    return read


@pytest.fixture
def change(world, saved):
    def run(committee_id, *, by=None, version=None, **facts):
        row = saved(committee_id)
        members = tuple(
            MemberDraftFactory(
                person_id=one.person_id,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                is_chair=one.is_chair,
                row=place,
            )
            for place, one in enumerate(row.members)
        )
        draft = CommitteeDraftFactory(**{"members": members, **facts})
        commands.change_committee(
            world.session,
            actor=world.cast.actor(by or world.cast.hara),
            committee_id=committee_id,
            version=row.version if version is None else version,
            draft=draft,
            clock=world.clock,
        )
        world.session.flush()

    return run


def test_a_committee_keeps_its_members_terms_and_rules(world, saved):
    committee = saved(world.committee(quorum=3, majority=Majority.TWO_THIRDS))
    assert (committee.name["ja"], committee.quorum, committee.majority) == (
        "育成委員会",
        3,
        Majority.TWO_THIRDS,
    )
    assert [(one.person.name, one.is_chair, one.last_day) for one in committee.members] == [
        ("委員 一", True, None),
        ("委員 二", False, None),
        ("委員 三", False, None),
        ("委員 四", False, None),
    ]
    event = world.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "decisions.set_up_committee")
    ).one()
    assert len(event.details["members"]) == 4


def test_a_change_keeps_the_rows_of_seats_that_stay(world, saved, change):
    committee_id = world.committee()
    before = {one.person_id: one.id for one in saved(committee_id).members}
    members = [
        MemberDraftFactory(person_id=one.id, row=row, is_chair=row == 1)
        for row, one in enumerate(world.panel[:3])
    ]
    members[2] = replace(members[2], ends_on=date(2027, 4, 1))
    change(committee_id, name={"ja": " 認定委員会 ", "en": "Award committee"}, members=tuple(members))
    after = saved(committee_id)
    assert after.name == {"ja": "認定委員会", "en": "Award committee"}
    assert {one.person_id: one.id for one in after.members} == {
        person.id: before[person.id] for person in world.panel[:3]
    }
    assert [one.is_chair for one in after.members] == [False, True, False]
    assert after.members[2].last_day == date(2027, 3, 31)


def test_a_stale_change_shows_what_was_saved(world, saved, change):
    committee_id = world.committee()
    version = saved(committee_id).version
    ends = replace(MemberDraftFactory(person_id=world.panel[3].id, row=3), ends_on=date(2027, 4, 1))
    others = [
        MemberDraftFactory(person_id=one.id, row=row, is_chair=row == 0)
        for row, one in enumerate(world.panel[:3])
    ]
    change(committee_id, quorum=3, members=(*others, ends))
    with pytest.raises(Conflict) as conflict:
        change(committee_id, version=version, quorum=4)
    assert conflict.value.code == "decisions.stale_committee"
    current = conflict.value.facts["current"]
    assert (current["quorum"], current["chair"], current["last_0"], current["last_3"]) == (
        3,
        "0",
        "",
        "2027-03-31",
    )
    assert current["person_1"] == world.panel[1].id


def test_only_who_may_decide_there_sets_up_a_committee(world, refused, cast):
    draft = CommitteeDraftFactory()
    for person, organisation in (
        (cast.mori, cast.council),
        (cast.aoi, cast.chamber),
        (cast.chie, cast.chamber),
    ):
        set_up = partial(
            commands.set_up_committee,
            world.session,
            actor=cast.actor(person),
            organisation_id=organisation.id,
            draft=draft,
            clock=world.clock,
        )
        assert refused(set_up) == ("decisions.organisation_unknown", "organisation")


def test_who_may_put_proposals_before_a_committee_does_not_change_it(world, change, refused):
    committee_id = world.committee()
    assert (
        refused(lambda: change(committee_id, by=world.cast.mori), NotAllowed)[0] == "decisions.not_organiser"
    )
    assert (
        refused(lambda: change(committee_id, by=world.cast.chie), NotFound)[0]
        == "decisions.committee_unknown"
    )


def test_a_member_is_somebody_the_planner_sees_who_does_more_than_advise(world, refused, cast, session):
    members = [
        MemberDraftFactory(person_id=one.id, row=row, is_chair=row == 0)
        for row, one in enumerate(world.panel)
    ]
    for stranger in (cast.chie, cast.aoi):
        wrong = MemberDraftFactory(person_id=stranger.id, row=4)
        work = lambda one=wrong: world.committee(members=(*members, one))  # noqa: E731 (one call, refused)
        assert refused(work) == ("decisions.member_unknown", "person_4")


def test_who_sits_already_may_go_on_after_losing_the_role(world, saved, change, session):
    committee_id = world.committee()
    world.panel[3].disabled_at = world.clock.now()
    session.flush()
    change(committee_id, quorum=3)
    assert len(saved(committee_id).members) == 4


def test_who_sees_which_committee(world):
    council, chamber = world.committee(), world.committee(organisation=world.cast.chamber)
    seen = {
        login: {one.id for one in queries.list_committees(world.session, world.cast.actor(person), on=TODAY)}
        for login, person in (
            ("hara", world.cast.hara),
            ("mori", world.cast.mori),
            ("member", world.panel[0]),
            ("aoi", world.cast.aoi),
            ("hojo", world.cast.hojo),
            ("chie", world.cast.chie),
        )
    }
    both = {council, chamber}
    assert seen == {"hara": both, "mori": both, "member": both, "aoi": set(), "hojo": set(), "chie": set()}


def test_nobody_changes_a_committee_while_it_votes_about_them(world, change):
    committee_id = world.committee()
    mine = world.observe(of=world.cast.hara, organisation_id=world.cast.council.id)
    people.grant_role(
        world.session,
        person=world.cast.mori,
        organisation=world.cast.council,
        role_code=RoleCode.SUPERVISOR,
        starts_on=TODAY,
    )
    proposal_id = world.propose(committee_id, person_id=world.cast.hara.id, citations={mine})
    with pytest.raises(RuleViolation, match=r"decisions\.own_matter"):
        change(committee_id, quorum=3)
    world.withdraw(proposal_id)
    change(committee_id, quorum=3)


def test_a_former_member_no_longer_sees_the_committee(world, change):
    committee_id = world.committee()
    members = [
        MemberDraftFactory(person_id=one.id, row=row, is_chair=row == 0)
        for row, one in enumerate(world.panel)
    ]
    members[3] = replace(members[3], ends_on=TODAY)
    change(committee_id, members=tuple(members))
    actor = world.cast.actor(world.panel[3])
    with pytest.raises(NotFound):
        queries.get_committee(world.session, actor, committee_id, on=TODAY)
    assert queries.get_committee(world.session, actor, committee_id, on=TODAY - timedelta(days=1))


def test_committees_are_offered_from_the_employer_upwards_if_they_can_work(world, cast):
    council, chamber = world.committee(), world.committee(organisation=cast.chamber)
    world.committee(organisation=cast.neighbour)
    offered = queries.list_offered(world.session, cast.chamber, on=TODAY)
    assert [one.id for one in offered] == [chamber, council]
    assert queries.list_offered(world.session, cast.chamber, on=date(2026, 3, 31)) == []
