"""Deciding alone, and taking a decision back."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from lms.decisions.domain import Scope, ScopeKind, StandingKind
from lms.evidence.domain import RaterRole
from lms.evidence.queries import list_findings
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import DomainError, NotAllowed, NotFound, RuleViolation
from lms.people.domain import RoleCode
from lms.people.models import Employment
from lms.storage.audit import AuditEvent
from lms.storage.outbox import OutboxMessage
from tests.conftest import NOW

B1 = Scope(ScopeKind.CRITERION, "B1")
IN_FORCE = StandingKind.IN_FORCE


@pytest.fixture
def refused(world):
    def run(work, kind=RuleViolation):
        with pytest.raises(DomainError) as refusal:
            work()
        assert type(refusal.value) is kind
        return refusal.value.code

    return run


@pytest.fixture
def told(session):
    def read():
        rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
        return {(row.kind, row.recipient_id) for row in rows}

    return read


def test_a_decision_keeps_what_it_is_about_in_its_own_words(world, session):
    cited = world.both()
    row = world.decision(world.decide(scope=B1, level=3, citations=cited, expires_on=date(2027, 4, 1)))
    assert (row.person_id, row.organisation_id, row.decided_by_id, row.committee_id) == (
        world.cast.aoi.id,
        world.cast.chamber.id,
        world.cast.mori.id,
        None,
    )
    assert (row.scope, row.level, row.level_name["ja"], row.highest_level) == (B1, 3, "チャレンジャー", 4)
    assert row.scope_name == world.rubric.criterion("B1").name
    assert row.criterion_ids == [str(world.rubric.criterion("B1").id)]
    assert (row.decided_on, row.last_day, row.rubric_version) == (date(2026, 11, 20), date(2027, 3, 31), "1")
    assert world.in_force() == {"criterion:B1": (3, IN_FORCE)}


def test_the_person_is_told_and_the_audit_log_says_what_was_cited(world, session, told):
    cited = world.both()
    decision_id = world.decide(citations=cited)
    assert told() == {("decisions.decided", world.cast.aoi.id)}
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "decisions.decide_level")).one()
    assert event.subject_id == decision_id
    assert event.details["observations"] == sorted(str(one) for one in cited)


def test_a_decision_changes_no_estimate(world):
    actor, day, cited = world.cast.actor(world.cast.mori), date(2026, 11, 20), world.both()

    def estimate():
        return list_findings(world.session, actor, [world.cast.aoi.id], day, rubric=world.rubric)

    before = estimate()
    world.decide(level=4, citations=cited)
    assert estimate() == before


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"level": 5}, "decisions.level_unknown"),
        ({"reason": " "}, "decisions.reason_missing"),
        ({"citations": ()}, "decisions.nothing_cited"),
        ({"scope": Scope(ScopeKind.DOMAIN, "Z")}, "decisions.scope_unknown"),
        ({"expires_on": date(2026, 11, 20)}, "decisions.expiry_past"),
    ],
)
def test_an_unsound_draft_is_refused(world, refused, facts, code):
    assert refused(lambda: world.decide(**facts)) == code


def test_observations_of_one_rater_are_not_enough_alone(world, refused):
    one_rater = [world.observe(), world.observe("B2")]
    assert refused(lambda: world.decide(citations=one_rater)) == "decisions.one_rater"


def test_a_voided_observation_is_not_cited(world, refused):
    cited = world.both()
    world.void(min(cited))
    assert refused(lambda: world.decide(citations=cited)) == "decisions.citation_voided"


def test_an_own_view_is_not_cited(world, refused):
    own = world.observe(by=world.cast.aoi, rater_role=RaterRole.SELF)
    assert refused(lambda: world.decide(citations=[*world.both(), own])) == "decisions.citation_own"


def test_observations_outside_the_scope_are_not_cited(world, refused):
    assert refused(lambda: world.decide(scope=B1, citations=world.both("A1"))) == "decisions.citation_foreign"


def test_observations_of_somebody_else_are_not_cited(world, refused):
    kaoru = world.observe(of=world.cast.kaoru, organisation_id=world.cast.neighbour.id)
    cited = [*world.both(), kaoru]
    for decider in (world.cast.mori, world.cast.hara):  # hara may read it, mori may not
        refusal = refused(lambda by=decider: world.decide(by=by, citations=cited))
        assert refusal == "decisions.citation_foreign"


def test_nobody_decides_about_themselves(world, refused, cast):
    draft = world.draft(person_id=cast.mori.id, citations=world.both())
    assert refused(lambda: world.decide_as(cast.mori, draft)) == "decisions.own_level"


@pytest.mark.parametrize("login", ["aoi", "kaoru", "hojo", "chie"])
def test_who_may_not_decide_there_finds_nobody_to_decide_about(world, refused, cast, login):
    person = cast.kaoru if login == "aoi" else cast.aoi
    draft = world.draft(person_id=person.id, citations=world.both())
    assert (
        refused(lambda: world.decide_as(getattr(cast, login), draft), NotFound) == "decisions.person_unknown"
    )


def test_somebody_whose_organisations_publish_no_rubric_decides_nothing(world, cast, add_person, refused):
    newcomer = add_person("shinjin", "新人", cast.outside, RoleCode.ADVISOR)
    draft = world.draft(person_id=newcomer.id, citations=world.both())
    assert refused(lambda: world.decide_as(cast.chie, draft)) == "decisions.no_rubric"


def test_somebody_without_an_employer_is_not_decided_about(world, cast, refused, session):
    for employment in session.scalars(select(Employment).where(Employment.person_id == cast.aoi.id)):
        employment.ends_on = date(2026, 11, 1)
    session.flush()
    assert refused(lambda: world.decide(by=cast.hara), NotFound) == "decisions.person_unknown"


def test_a_reversal_has_a_reason_and_brings_the_older_decision_back(world, told):
    yesterday = FrozenClock(NOW - timedelta(days=1))
    world.decide(level=2, clock=yesterday)
    newer = world.decide(level=3)
    assert world.in_force() == {"overall": (3, IN_FORCE)}
    world.reverse(newer, by=world.cast.sato)
    row = world.decision(newer)
    assert (row.reversal.reversed_by_id, row.reversal.reversed_on) == (world.cast.sato.id, date(2026, 11, 20))
    assert row.reversal.reason == "面談で事実の誤りが分かった"
    assert world.in_force() == {"overall": (2, IN_FORCE)}
    assert {to for kind, to in told() if kind == "decisions.reversed"} == {
        world.cast.aoi.id,
        world.cast.mori.id,
    }


def test_a_decision_is_reversed_once(world, refused):
    decision_id = world.decide()
    world.reverse(decision_id)
    assert refused(lambda: world.reverse(decision_id)) == "decisions.already_reversed"


def test_a_reversal_without_a_reason_is_refused(world, refused):
    decision_id = world.decide()
    assert refused(lambda: world.reverse(decision_id, reason=" ")) == "decisions.reason_missing"


def test_who_may_not_decide_there_does_not_reverse(world, refused):
    decision_id = world.decide()
    assert (
        refused(lambda: world.reverse(decision_id, by=world.cast.aoi), NotAllowed) == "decisions.not_reverser"
    )
    assert (
        refused(lambda: world.reverse(decision_id, by=world.cast.kaoru), NotFound)
        == "decisions.matter_unknown"
    )
    assert (
        refused(lambda: world.reverse(decision_id, by=world.cast.chie), NotFound)
        == "decisions.matter_unknown"
    )


def test_a_decision_that_ran_out_is_in_force_no_longer(world):
    world.decide(expires_on=date(2026, 12, 1))
    assert world.in_force(on=date(2026, 11, 30)) == {"overall": (2, IN_FORCE)}
    assert world.in_force(on=date(2026, 12, 1)) == {"overall": (2, StandingKind.EXPIRED)}


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_decision_is_never_edited_and_never_deleted(world, session, is_deleted):
    row = world.decision(world.decide())
    if is_deleted:
        session.delete(row)
    else:
        row.level = 4
    with pytest.raises(TypeError, match="never changed"):
        session.flush()
    session.rollback()
