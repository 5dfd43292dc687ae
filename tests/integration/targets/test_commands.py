"""Publishing, changing and ending profiles, giving them to people: what is kept, refused and told."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.people import commands as people
from lms.people.domain import RoleCode
from lms.people.models import Person
from lms.storage.audit import AuditEvent
from lms.storage.outbox import OutboxMessage
from lms.targets import commands, queries
from lms.targets.domain import Audience, Span
from lms.targets.models import TargetAssignment, TargetProfile, TargetRevision
from tests.cast import TODAY
from tests.conftest import NOW
from tests.factories.targets import BEGINS, TargetDraftFactory

A_DAY = timedelta(days=1)


@pytest.fixture
def revise(school):
    """Change a profile by Hara's hand, with the version it has."""

    def change(
        profile_id, *, reason: str = "話し合いの結果", by=None, version=None, clock=None, **facts
    ) -> bool:
        profile = school.session.get_one(TargetProfile, profile_id)
        draft = TargetDraftFactory(**{"rubric_version_id": school.rubric.id, **facts})
        changed = commands.revise_profile(
            school.session,
            actor=school.cast.actor(by or school.cast.hara),
            profile_id=profile_id,
            draft=draft,
            reason=reason,
            version=profile.version if version is None else version,
            clock=clock or school.clock,
        )
        school.session.flush()
        return changed

    return change


@pytest.fixture
def end(school):
    """End a profile by Hara's hand."""

    def stop(profile_id, ends_on, *, reason: str = "統合のため", by=None, version=None) -> None:
        profile = school.session.get_one(TargetProfile, profile_id)
        commands.end_profile(
            school.session,
            actor=school.cast.actor(by or school.cast.hara),
            profile_id=profile_id,
            ends_on=ends_on,
            reason=reason,
            version=profile.version if version is None else version,
            clock=school.clock,
        )
        school.session.flush()

    return stop


@pytest.fixture
def revisions(school):
    def of(profile_id) -> list[TargetRevision]:
        rows = select(TargetRevision).where(TargetRevision.profile_id == profile_id)
        return list(school.session.scalars(rows.order_by(TargetRevision.number)))

    return of


@pytest.fixture
def levels(school):
    """Return what a profile asks for on a day, by the code of the criterion."""
    codes = {criterion.id: criterion.code for criterion in school.rubric.criteria}

    def on(person: Person, day: date = TODAY) -> dict[str, int]:
        profile = queries.find_targets(school.session, [person.id], on=day)[person.id].profile
        return {codes[key]: level for key, level in profile.levels.items()} if profile else {}

    return on


def test_a_profile_holds_from_its_first_day_on_for_everybody_below(school, levels, revisions):
    profile_id = school.publish(name={"ja": " 三年目 "}, levels={"A1": 2})
    (revision,) = revisions(profile_id)
    assert (revision.number, revision.effective_on, revision.name) == (1, BEGINS, {"ja": "三年目"})
    assert revision.recorded_by_id == school.cast.hara.id
    for person in (school.cast.aoi, school.cast.kaoru, school.cast.hara):
        assert levels(person) == {"A1": 2}
    assert levels(school.cast.aoi, BEGINS - A_DAY) == {}
    assert levels(school.cast.chie) == {}


def test_publishing_is_on_the_record(school):
    profile_id = school.publish()
    event = school.session.scalars(select(AuditEvent).where(AuditEvent.subject_id == profile_id)).one()
    assert (event.action, event.actor_id) == ("targets.publish_profile", school.cast.hara.id)
    assert sorted(event.details["levels"].values()) == [2, 3]


@pytest.mark.parametrize("who", ["aoi", "mori", "hojo", "chie"])
def test_only_who_edits_targets_of_the_organisation_publishes(who, school):
    by = getattr(school.cast, who)
    draft = TargetDraftFactory(rubric_version_id=school.rubric.id)
    for organisation_id in (school.cast.council.id, new_id()):
        with pytest.raises(NotAllowed) as refused:
            commands.publish_profile(
                school.session,
                actor=school.cast.actor(by),
                organisation_id=organisation_id,
                code="year-3",
                starts_on=BEGINS,
                draft=draft,
                clock=school.clock,
            )
        assert refused.value.code == "targets.not_editor"


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"code": "3年目"}, "targets.code_unusable", "code"),
        ({"levels": {"A1": 5}}, "targets.level_out_of_range", "level_A1"),
        ({"levels": {}}, "targets.no_levels", "levels"),
        ({"levels": {"Z9": 1}}, "targets.unknown_criterion", "levels"),
        ({"ends_on": BEGINS}, "targets.ends_before_start", "ends_on"),
        ({"audience": Audience(role="chief")}, "targets.role_unknown", "role"),
        ({"audience": Audience(kind="bank")}, "targets.kind_unknown", "kind"),
        ({"audience": Audience(years_from=2, years_to=1)}, "targets.years_reversed", "years_to"),
        ({"rubric_version_id": new_id()}, "targets.rubric_renewed", None),
    ],
)
def test_what_cannot_hold_is_refused_at_its_field(facts, code, field, school):
    with pytest.raises(RuleViolation) as refused:
        school.publish(**facts)
    assert (refused.value.code, refused.value.field) == (code, field)


def test_two_of_one_code_may_follow_each_other_but_not_overlap(school):
    school.publish(ends_on=date(2027, 4, 1))
    with pytest.raises(RuleViolation) as refused:
        school.publish(starts_on=date(2027, 3, 31), audience=None)
    assert (refused.value.code, refused.value.field) == ("targets.overlaps", "starts_on")
    school.publish(starts_on=date(2027, 4, 1))
    school.publish(at=school.cast.chamber)


def test_the_same_people_are_not_spoken_to_twice_by_one_organisation(school):
    school.publish(audience=Audience("advisor"))
    with pytest.raises(RuleViolation) as refused:
        school.publish(code="other", audience=Audience("advisor"))
    assert (refused.value.code, refused.value.field) == ("targets.same_audience", "reach")
    school.publish(code="other", audience=Audience("supervisor"))
    school.publish(code="other", audience=Audience("advisor"), at=school.cast.chamber)


def test_a_change_holds_from_today_and_yesterday_stays_as_it_was(school, revise, levels, revisions):
    profile_id = school.publish(levels={"A1": 2})
    assert revise(profile_id, levels={"A1": 3}, audience=Audience("advisor"))
    first, second = revisions(profile_id)
    assert (first.effective_on, second.effective_on, second.reason) == (BEGINS, TODAY, "話し合いの結果")
    assert levels(school.cast.aoi) == {"A1": 3}
    assert levels(school.cast.aoi, TODAY - A_DAY) == {"A1": 2}
    assert levels(school.cast.mori) == {}
    assert levels(school.cast.mori, TODAY - A_DAY) == {"A1": 2}
    assert school.session.get_one(TargetProfile, profile_id).version == 2


def test_the_last_change_of_a_day_counts(school, revise, levels):
    profile_id = school.publish(levels={"A1": 2})
    revise(profile_id, levels={"A1": 3})
    revise(profile_id, levels={"A1": 4})
    assert levels(school.cast.aoi) == {"A1": 4}


def test_a_change_before_the_first_day_holds_from_it(school, revise, revisions):
    profile_id = school.publish(starts_on=date(2027, 4, 1))
    revise(profile_id, levels={"A1": 4})
    assert [row.effective_on for row in revisions(profile_id)] == [date(2027, 4, 1)] * 2


def test_saying_the_same_again_changes_nothing(school, revise, revisions):
    profile_id = school.publish()
    assert not revise(profile_id, reason="")
    assert len(revisions(profile_id)) == 1


def test_a_stale_change_gets_what_is_saved(school, revise):
    profile_id = school.publish(
        levels={"A1": 2}, audience=Audience("advisor", 1, 3), ends_on=date(2028, 4, 1)
    )
    revise(profile_id, levels={"A1": 3}, audience=None)
    with pytest.raises(Conflict) as refused:
        revise(profile_id, levels={"A1": 4}, version=1)
    current = refused.value.facts["current"]
    assert (refused.value.code, refused.value.facts["version"]) == ("targets.stale", 2)
    expected = {
        "level_A1": 3,
        "level_B1": "",
        "reach": "assigned",
        "role": "",
        "ends_on": "",
        "name_en": "Third year",
    }
    assert {name: current[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reason": " ", "levels": {"A1": 4}}, "targets.reason_missing"),
        ({"ends_on": TODAY - A_DAY}, "targets.ends_in_past"),
        ({"levels": {"A1": 9}}, "targets.level_out_of_range"),
    ],
)
def test_a_change_keeps_the_rules(facts, code, school, revise):
    profile_id = school.publish()
    with pytest.raises(RuleViolation) as refused:
        revise(profile_id, **facts)
    assert refused.value.code == code


def test_a_change_may_not_grow_into_the_next_period(school, revise):
    first = school.publish(ends_on=date(2027, 4, 1))
    school.publish(starts_on=date(2027, 4, 1))
    with pytest.raises(RuleViolation) as refused:
        revise(first, ends_on=date(2027, 5, 1))
    assert (refused.value.code, refused.value.field) == ("targets.overlaps", "ends_on")


def test_who_may_read_a_profile_but_not_edit_it_changes_nothing(school, revise, end):
    profile_id = school.publish()
    for change in (lambda by: revise(profile_id, by=by), lambda by: end(profile_id, TODAY, by=by)):
        with pytest.raises(NotAllowed):
            change(school.cast.mori)
        with pytest.raises(NotFound) as refused:
            change(school.cast.chie)
        assert refused.value.code == "targets.profile_unknown"


def test_an_ended_profile_is_kept_and_counts_no_longer(school, end, levels, revisions):
    profile_id = school.publish(levels={"A1": 2})
    end(profile_id, TODAY)
    assert levels(school.cast.aoi) == {}
    assert levels(school.cast.aoi, TODAY - A_DAY) == {"A1": 2}
    first, second = revisions(profile_id)
    assert (second.reason, second.ends_on, second.name) == ("統合のため", TODAY, first.name)


def test_one_that_was_never_in_force_is_withdrawn(school, end, levels):
    starts_on = date(2027, 4, 1)
    profile_id = school.publish(starts_on=starts_on)
    end(profile_id, starts_on)
    assert levels(school.cast.aoi, starts_on) == {}
    school.publish(code="again", starts_on=starts_on)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reason": ""}, "targets.reason_missing"),
        ({"ends_on": TODAY - A_DAY}, "targets.ends_in_past"),
        ({"ends_on": date(2027, 4, 1)}, "targets.ended_already"),
        ({"ends_on": date(2027, 5, 1)}, "targets.ended_already"),
    ],
)
def test_ending_keeps_the_rules(facts, code, school, end):
    profile_id = school.publish(ends_on=date(2027, 4, 1))
    with pytest.raises(RuleViolation) as refused:
        end(profile_id, **{"ends_on": TODAY, **facts})
    assert refused.value.code == code


def test_ending_a_stale_profile_is_refused(school, end):
    profile_id = school.publish(ends_on=date(2027, 4, 1))
    with pytest.raises(Conflict) as refused:
        end(profile_id, TODAY, version=7)
    assert refused.value.facts["current"] == {"ends_on": "2027-04-01"}


def test_a_given_profile_is_theirs_and_they_are_told(school, levels):
    school.publish(levels={"A1": 2})
    given = school.publish(code="lead", levels={"A1": 4}, audience=None)
    assignment_id = school.give(given, school.cast.aoi)
    assert levels(school.cast.aoi) == {"A1": 4}
    assert levels(school.cast.kaoru) == {"A1": 2}
    message = school.session.scalars(
        select(OutboxMessage).where(OutboxMessage.kind == "targets.assigned")
    ).one()
    assert message.recipient_id == school.cast.aoi.id
    event = school.session.scalars(select(AuditEvent).where(AuditEvent.subject_id == assignment_id)).one()
    assert event.action == "targets.assign_profile"


def test_what_was_given_before_ends_where_the_next_begins(school, levels):
    first, second = (
        school.publish(audience=None),
        school.publish(code="lead", audience=None, levels={"A1": 4}),
    )
    school.give(first, school.cast.aoi)
    tomorrow = TODAY + A_DAY
    later = FrozenClock(NOW + A_DAY)
    school.give(second, school.cast.aoi, span=Span(tomorrow), clock=later)
    rows = school.session.scalars(select(TargetAssignment).order_by(TargetAssignment.starts_on)).all()
    assert [(row.starts_on, row.ends_on) for row in rows] == [(TODAY, tomorrow), (tomorrow, None)]
    assert (rows[0].ended_by_id, rows[0].ended_reason) == (school.cast.hara.id, "次の異動に備えて")
    assert levels(school.cast.aoi) == {"A1": 2, "B1": 3}
    assert levels(school.cast.aoi, tomorrow) == {"A1": 4}


def test_what_begins_later_is_in_the_way(school):
    profile_id = school.publish(audience=None)
    school.give(profile_id, school.cast.aoi, span=Span(TODAY + A_DAY))
    with pytest.raises(RuleViolation) as refused:
        school.give(profile_id, school.cast.aoi)
    assert refused.value.code == "targets.assignment_overlaps"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"reason": " "}, "targets.reason_missing"),
        ({"span": Span(TODAY - A_DAY)}, "targets.starts_in_past"),
        ({"span": Span(TODAY, TODAY)}, "targets.ends_before_start"),
    ],
)
def test_giving_keeps_the_rules(facts, code, school):
    profile_id = school.publish(audience=None)
    with pytest.raises(RuleViolation) as refused:
        school.give(profile_id, school.cast.aoi, **facts)
    assert refused.value.code == code


def test_a_profile_is_given_only_below_its_organisation(school):
    profile_id = school.publish(at=school.cast.neighbour, audience=None)
    with pytest.raises(RuleViolation) as refused:
        school.give(profile_id, school.cast.aoi)
    assert (refused.value.code, refused.value.field) == ("targets.not_for_them", "profile")


def test_nobody_gives_what_or_to_whom_they_do_not_reach(school):
    profile_id = school.publish(audience=None)
    with pytest.raises(NotAllowed):
        school.give(profile_id, school.cast.aoi, by=school.cast.mori)
    with pytest.raises(NotFound) as refused:
        school.give(profile_id, school.cast.aoi, by=school.cast.chie)
    assert refused.value.code == "people.person_unknown"
    with pytest.raises(NotFound) as refused:
        school.give(new_id(), school.cast.aoi)
    assert refused.value.code == "targets.profile_unknown"
    school.cast.aoi.disabled_at = NOW
    with pytest.raises(NotFound):
        school.give(profile_id, school.cast.aoi)


def test_ending_an_assignment_leads_back_to_what_role_and_years_say(school, levels):
    school.publish(levels={"A1": 2})
    given = school.publish(code="lead", levels={"A1": 4}, audience=None)
    assignment_id = school.give(given, school.cast.aoi)
    facts = {"assignment_id": assignment_id, "reason": "異動がなくなった", "clock": school.clock}
    hara, tomorrow = school.cast.actor(school.cast.hara), TODAY + A_DAY
    person_id = commands.end_assignment(school.session, actor=hara, ends_on=tomorrow, **facts)
    school.session.flush()
    assert person_id == school.cast.aoi.id
    assert (levels(school.cast.aoi), levels(school.cast.aoi, tomorrow)) == ({"A1": 4}, {"A1": 2})
    for changed, code in (
        ({"ends_on": tomorrow}, "targets.ended_already"),
        ({"ends_on": TODAY - A_DAY}, "targets.ends_before_start"),
        ({"ends_on": TODAY, "reason": ""}, "targets.reason_missing"),
    ):
        with pytest.raises(RuleViolation) as refused:
            commands.end_assignment(school.session, actor=hara, **{**facts, **changed})
        assert refused.value.code == code


def test_only_who_may_give_ends_an_assignment(school):
    assignment_id = school.give(school.publish(audience=None), school.cast.aoi)
    facts = {"assignment_id": assignment_id, "ends_on": TODAY, "reason": "誤り", "clock": school.clock}
    for who, refusal in (("aoi", NotAllowed), ("mori", NotAllowed), ("chie", NotFound), ("kaoru", NotFound)):
        actor = school.cast.actor(getattr(school.cast, who))
        with pytest.raises(refusal):
            commands.end_assignment(school.session, actor=actor, **facts)


def test_a_member_publishes_for_itself_beside_the_federations(school, session, levels):
    cast = school.cast
    school.publish(levels={"A1": 2})
    people.grant_role(
        session, person=cast.mori, organisation=cast.chamber, role_code=RoleCode.HR, starts_on=BEGINS
    )
    session.flush()
    school.publish(by=cast.mori, at=cast.chamber, levels={"A1": 3})
    assert (levels(cast.aoi), levels(cast.kaoru)) == ({"A1": 3}, {"A1": 2})
    with pytest.raises(NotAllowed):
        school.publish(by=cast.mori, at=cast.neighbour)
