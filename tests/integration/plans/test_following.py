"""While a plan runs: milestones, meetings, summaries, private notes, reminders."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from lms.courses.commands import enrol
from lms.courses.models import Enrolment
from lms.kernel.clock import FrozenClock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.plans import commands, jobs, queries
from lms.plans.domain import Marking, Meeting, MilestoneKind, Result
from lms.plans.models import PlanReflection, PlanReview
from lms.storage.audit import AuditEvent
from lms.storage.outbox import OutboxMessage
from tests.cast import TODAY
from tests.conftest import NOW
from tests.factories.courses import publish
from tests.factories.plans import MilestoneFactory, WordingFactory

MEETING = Meeting(date(2026, 11, 18), "青井、森", "聴くことを続ける", date(2027, 1, 20))


@pytest.fixture
def plan(office):
    return office.agreed()


@pytest.fixture
def keys(office, plan):
    return [one.key for one in office.last(plan).milestones]


@pytest.fixture
def refusal(office):
    def of(work, *arguments, **facts) -> str:
        refusals = (Conflict, NotAllowed, NotFound, RuleViolation)
        with pytest.raises(refusals) as refused, office.session.begin_nested():
            work(*arguments, **facts)
        return refused.value.code

    return of


@pytest.fixture
def mark(office, plan):
    def of(key, by, *, is_done=True, day=TODAY):
        facts = {"key": key, "marking": Marking(is_done, day, "済み")}
        return office.take(commands.mark_milestone, plan, by, **facts)

    return of


@pytest.fixture
def line(office):
    """Read Aoi's plan in short."""

    def of(on=TODAY):
        office.session.expire_all()
        return queries.find_own_plan(office.session, office.cast.actor(office.cast.aoi), on)

    return of


def test_a_milestone_is_late_until_somebody_says_it_is_done(office, keys, mark, line):
    assert [one.is_overdue for one in line().milestones] == [True, False]
    mark(keys[0], office.cast.aoi)
    assert (line().n_done, line().n_overdue, line().is_late) == (1, 0, False)
    mark(keys[0], office.cast.mori, is_done=False)
    assert (line().n_done, line().n_overdue, line().is_late) == (0, 1, True)
    marks = queries.find_surroundings(
        office.session, office.cast.actor(office.cast.mori), office.view()
    ).marks
    assert [one.marked_by.name for one in marks] == ["青井 葵", "森 真理"]


def test_only_what_holds_is_marked_and_not_before_it_happened(plan, keys, mark, office, refusal):
    assert refusal(mark, new_id(), office.cast.aoi) == "plans.milestone_unknown"
    tomorrow = TODAY + timedelta(days=1)
    assert refusal(mark, keys[0], office.cast.aoi, day=tomorrow) == "plans.done_in_future"
    draft = office.start(office.cast.kaoru, by=office.cast.hara)
    facts = {"key": keys[0], "marking": Marking(is_done=True, done_on=TODAY)}
    step = (office.take, commands.mark_milestone, draft, office.cast.hara)
    assert refusal(*step, **facts) == "plans.not_now"


def test_what_was_done_stays_done_when_the_words_change(office, plan, keys, mark, line):
    mark(keys[0], office.cast.aoi)
    kept = MilestoneFactory(key=keys[0], title="言い方を変えた", due_on=date(2026, 9, 30))
    facts = {"wording": WordingFactory(milestones=(kept,)), "reason": "", "and_propose": True}
    office.take(commands.save_wording, plan, office.cast.mori, **facts)
    office.agree(plan)
    assert [(one.title, one.is_done) for one in line().milestones] == [("言い方を変えた", True)]


def test_a_finished_course_marks_its_milestone_by_itself(office, session, cast):
    course = publish(session, publisher_id=cast.council.id, clock=office.clock)
    step = MilestoneFactory(kind=MilestoneKind.COURSE, course_slug=course.slug, due_on=date(2026, 9, 1))
    office.agreed(wording=WordingFactory(milestones=(step,)))
    actor = cast.actor(cast.aoi)
    assert queries.find_own_plan(session, actor, TODAY).n_overdue == 1
    late = queries.PlanFilter(is_late=True)
    assert queries.count_plans(session, cast.actor(cast.mori), late, on=TODAY) == 1
    enrol(session, actor=actor, slug=course.slug, clock=FrozenClock(NOW - timedelta(days=9)))
    session.flush()
    session.execute(update(Enrolment).values(finished_at=NOW - timedelta(days=2)))
    (milestone,) = queries.find_own_plan(session, actor, TODAY).milestones
    assert milestone.doing.done_on == date(2026, 11, 18)
    assert queries.count_plans(session, cast.actor(cast.mori), late, on=TODAY) == 0


def test_a_meeting_sets_the_next_one_and_is_corrected_beside_itself(office, plan, refusal, session):
    mori, aoi = office.cast.mori, office.cast.aoi
    office.take(commands.record_review, plan, mori, meeting=MEETING)
    assert plan.next_review_on == MEETING.next_review_on
    (first,) = session.scalars(select(PlanReview)).all()
    correction = Meeting(MEETING.held_on, "青井、森、佐藤", "聴くことと書くことを続ける", None, first.id)
    office.take(commands.record_review, plan, aoi, meeting=correction)
    assert plan.next_review_on is None
    around = queries.find_surroundings(session, office.cast.actor(mori), office.view())
    assert [one.notes for one in around.reviews] == ["聴くことと書くことを続ける"]
    assert around.all_reviews[0].notes == "聴くことを続ける"
    step = (office.take, commands.record_review, plan, mori)
    assert refusal(*step, meeting=correction) == "plans.review_unknown"
    told = session.scalars(select(OutboxMessage.recipient_id).where(OutboxMessage.kind == "plans.reviewed"))
    assert set(told) == {aoi.id, mori.id}


def test_an_earlier_meeting_written_down_later_does_not_move_the_next(office, plan):
    office.take(commands.record_review, plan, office.cast.mori, meeting=MEETING)
    earlier = Meeting(date(2026, 10, 1), "森", "前の面談", date(2026, 11, 18))
    office.take(commands.record_review, plan, office.cast.mori, meeting=earlier)
    assert plan.next_review_on == MEETING.next_review_on


def test_a_summary_is_shared_in_versions(office, plan, refusal, session):
    cast = office.cast
    facts = {"actor": cast.actor(cast.aoi), "plan_id": plan.id, "clock": office.clock}
    commands.write_summary(session, number=0, text="二件で聴けた", **facts)
    session.flush()
    assert refusal(commands.write_summary, session, number=0, text="別の", **facts) == "plans.summary_stale"
    commands.write_summary(session, number=1, text="三件で聴けた", **facts)
    session.flush()
    around = queries.find_surroundings(session, cast.actor(cast.mori), office.view())
    assert [one.text for one in around.summaries] == ["三件で聴けた", "二件で聴けた"]
    others = {**facts, "actor": cast.actor(cast.mori)}
    assert refusal(commands.write_summary, session, number=2, text="代わりに", **others) == "plans.not_yours"


def test_the_first_summary_is_not_overwritten_unseen(office, plan, refusal, session):
    facts = {"actor": office.cast.actor(office.cast.aoi), "plan_id": plan.id, "clock": office.clock}
    assert refusal(commands.write_summary, session, number=3, text="x", **facts) == "plans.summary_stale"


def test_a_private_note_is_its_owners_alone(office, plan, refusal, session):
    cast = office.cast
    aoi, mori = cast.actor(cast.aoi), cast.actor(cast.mori)
    n_events = len(session.scalars(select(AuditEvent)).all())
    n_mails = len(session.scalars(select(OutboxMessage)).all())
    facts = {"plan_id": plan.id, "text": "こわかった", "clock": office.clock}
    note_id = commands.write_reflection(session, actor=aoi, **facts)
    session.flush()
    assert [one.text for one in queries.list_reflections(session, aoi, plan.id)] == ["こわかった"]
    for person in (cast.mori, cast.hara, cast.sato):
        reader = cast.actor(person)
        assert queries.list_reflections(session, reader, plan.id) == []
        assert queries.find_surroundings(session, reader, office.view(by=person)).reflections == ()
        assert refusal(queries.get_reflection, session, reader, note_id) == "plans.reflection_unknown"
        gone = {"actor": reader, "reflection_id": note_id}
        assert refusal(commands.remove_reflection, session, **gone) == "plans.reflection_unknown"
    assert refusal(commands.write_reflection, session, actor=mori, **facts) == "plans.not_yours"
    assert len(session.scalars(select(AuditEvent)).all()) == n_events
    assert len(session.scalars(select(OutboxMessage)).all()) == n_mails


def test_a_private_note_is_rewritten_and_removed(office, plan, refusal, session):
    aoi = office.cast.actor(office.cast.aoi)
    facts = {"plan_id": plan.id, "text": "一つめ", "clock": office.clock}
    note_id = commands.write_reflection(session, actor=aoi, **facts)
    session.flush()
    change = {"actor": aoi, "reflection_id": note_id, "text": "二つめ", "clock": office.clock}
    assert refusal(commands.rewrite_reflection, session, version=9, **change) == "plans.reflection_stale"
    assert commands.rewrite_reflection(session, version=1, **change) == plan.id
    session.flush()
    assert queries.get_reflection(session, aoi, note_id).text == "二つめ"
    assert commands.remove_reflection(session, actor=aoi, reflection_id=note_id) == plan.id
    session.flush()
    assert session.scalars(select(PlanReflection)).all() == []


def test_each_occasion_is_told_once(office, plan, session):
    kinds = {
        TODAY: {"plans.milestone_overdue": 2},
        date(2026, 11, 24): {"plans.review_due": 2},
        date(2026, 12, 2): {"plans.review_overdue": 2},
        date(2026, 12, 20): {"plans.milestone_due": 1},
        date(2026, 12, 26): {"plans.milestone_overdue": 2},
    }
    for day, expected in kinds.items():
        clock = FrozenClock(NOW + (day - TODAY))
        assert commands.remind(session, clock=clock) == sum(expected.values()), day
        session.flush()
        assert commands.remind(session, clock=clock) == 0
    sent = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "plans.milestone_due")).all()
    assert [one.recipient_id for one in sent] == [office.cast.aoi.id]
    assert set(sent[0].payload) == {"plan_id", "person", "year", "due_on"}


def test_who_lets_a_proposal_wait_is_reminded_after_a_week(office, session):
    plan = office.propose(office.start())
    assert commands.remind(session, clock=office.clock) == 0
    later = FrozenClock(NOW + timedelta(days=7))
    assert commands.remind(session, clock=later) == 1
    (mail,) = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "plans.waiting")).all()
    assert mail.recipient_id == office.cast.aoi.id
    office.agree(plan)
    facts = {"wording": WordingFactory(title="別の"), "reason": "", "and_propose": True}
    office.take(commands.save_wording, plan, office.cast.aoi, **facts)
    commands.remind(session, clock=later)
    waited = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "plans.waiting")).all()
    assert office.cast.mori.id in {one.recipient_id for one in waited}


def test_nothing_is_told_of_a_draft_or_of_a_plan_that_is_over(office, plan, session):
    office.take(commands.close_plan, plan, office.cast.mori, result=Result.ACHIEVED, words="できた")
    office.start(office.cast.kaoru, by=office.cast.hara, next_review_on=None)
    assert commands.remind(session, clock=FrozenClock(NOW + timedelta(days=60))) == 0


def test_a_plan_without_a_next_meeting_reminds_of_none(office, session):
    office.agreed(next_review_on=None, wording=WordingFactory(milestones=(MilestoneFactory(),)))
    assert commands.remind(session, clock=office.clock) == 0


def test_the_job_reminds_once_in_a_transaction_of_its_own(office, plan, session):
    del plan
    told = select(OutboxMessage).where(OutboxMessage.kind == "plans.milestone_overdue")
    for _run in range(2):
        jobs.PlanReminder(office.clock).remind()
        assert len(session.scalars(told).all()) == 2
