"""A plan in the database: started, worded, agreed, changed, closed; and who may not."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.kernel.ids import new_id
from lms.kernel.permission import Permission
from lms.plans import commands, queries
from lms.plans.domain import PlanState, Result, RevisionState, Side, Term
from lms.plans.models import Plan, PlanRevision
from lms.storage.audit import AuditEvent
from lms.storage.outbox import OutboxMessage
from tests.cast import TODAY
from tests.factories.plans import TERM, MilestoneFactory, WordingFactory


@pytest.fixture
def refusal(office):
    """Return the code with which something is refused."""

    def of(work, *arguments, **facts) -> str:
        refusals = (Conflict, NotAllowed, NotFound, RuleViolation)
        with pytest.raises(refusals) as refused, office.session.begin_nested():
            work(*arguments, **facts)
        return refused.value.code

    return of


@pytest.fixture
def mails(office):
    def of(kind) -> list:
        rows = office.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == f"plans.{kind}"))
        return [row.recipient_id for row in rows]

    return of


@pytest.fixture
def rewrite(office):
    """Let somebody save another wording."""

    def of(plan, by, *, and_propose=False, reason="", **words):
        wording = WordingFactory(**words)
        facts = {"wording": wording, "reason": reason, "and_propose": and_propose}
        return office.take(commands.save_wording, plan, by, **facts)

    return of


def test_a_plan_holds_once_the_advisor_agreed_to_the_words_proposed(office, mails):
    cast, plan = office.cast, office.start()
    assert (plan.state, plan.fiscal_year, plan.proposed_at) == (PlanState.DRAFT, 2026, None)
    office.propose(plan)
    assert plan.state is PlanState.PROPOSED
    assert mails("proposed") == [cast.aoi.id]
    office.agree(plan)
    row = office.last(plan)
    assert (plan.state, plan.agreed_number) == (PlanState.AGREED, 1)
    assert (row.supervisor_agreed_by_id, row.digest) == (cast.mori.id, queries.wording_of(row).digest)
    assert mails("agreed") == [cast.mori.id]
    actions = office.session.scalars(
        select(AuditEvent.action).where(AuditEvent.subject_id == plan.id).order_by(AuditEvent.sequence)
    ).all()
    assert actions == ["plans.start", "plans.propose", "plans.agree"]


def test_agreement_is_to_the_words_that_were_read(office, refusal):
    plan = office.propose(office.start())
    assert refusal(office.agree, plan, digest="0" * 64) == "plans.wording_changed"
    assert refusal(office.agree, plan, version=plan.version - 1) == "plans.stale"
    assert refusal(office.agree, plan, by=office.cast.mori) == "plans.not_yours"


def test_a_draft_is_rewritten_without_losing_its_milestones_keys(office, rewrite):
    plan = office.start()
    key = office.last(plan).milestones[0].key
    kept = MilestoneFactory(key=key, title="同じ節目")
    rewrite(plan, office.cast.mori, milestones=(kept,))
    row = office.last(plan)
    assert (row.number, [one.key for one in row.milestones]) == (1, [key])


def test_a_change_holds_only_after_both_agree_to_it(office, rewrite):
    cast, plan = office.cast, office.agreed()
    rewrite(plan, cast.aoi, and_propose=True, reason="案件が変わった", title="変えた計画")
    assert (plan.state, plan.agreed_number) == (PlanState.CHANGING, 1)
    view = queries.get_plan(office.session, cast.actor(cast.mori), plan.id, on=TODAY)
    assert (view.shown.row.title, view.proposal.row.reason) == ("二年目の育成計画", "案件が変わった")
    office.agree(plan, by=cast.sato)
    assert (plan.state, plan.agreed_number) == (PlanState.AGREED, 2)
    assert office.last(plan).supervisor_agreed_by_id == cast.sato.id


def test_what_is_sent_back_stays_and_a_copy_is_reworded(office, rewrite, refusal, mails):
    cast, plan = office.cast, office.propose(office.start())
    assert refusal(office.take, commands.send_back, plan, cast.aoi, note=" ") == "plans.text_missing"
    office.take(commands.send_back, plan, cast.aoi, note="夏の研修は終えています")
    assert plan.state is PlanState.DRAFT
    assert mails("returned") == [cast.mori.id]
    session = office.session
    rows = session.scalars(select(PlanRevision).where(PlanRevision.plan_id == plan.id)).all()
    assert [row.returned_note for row in rows] == ["夏の研修は終えています", ""]
    seen = queries.get_plan(session, cast.actor(cast.aoi), plan.id, on=TODAY)
    assert [one.state for one in seen.wordings] == [RevisionState.RETURNED]
    rewrite(plan, cast.mori, and_propose=True, goals="直した")
    office.agree(plan)
    assert plan.agreed_number == 2


def test_a_proposal_is_taken_back_without_words_or_mail(office, mails):
    plan = office.propose(office.start())
    office.take(commands.send_back, plan, office.cast.mori, note="")
    assert (plan.state, mails("returned")) == (PlanState.DRAFT, [])


def test_a_change_that_changes_nothing_or_has_nothing_is_not_proposed(office, rewrite, refusal):
    plan, mori = office.agreed(), office.cast.mori
    before = queries.wording_of(office.last(plan))
    facts = {"wording": before, "reason": "", "and_propose": True}
    assert refusal(office.take, commands.save_wording, plan, mori, **facts) == "plans.nothing_changed"
    other = office.start(office.cast.kaoru, by=office.cast.hara, wording=WordingFactory(milestones=()))
    assert refusal(office.propose, other, by=office.cast.hara) == "plans.no_milestones"


def test_a_dropped_change_leaves_what_holds(office, rewrite):
    plan = office.agreed()
    rewrite(plan, office.cast.aoi)
    office.take(commands.discard_draft, plan, office.cast.aoi)
    assert (plan.state, plan.agreed_number) == (PlanState.AGREED, 1)
    assert office.last(plan).discarded_at is not None


def test_a_plan_ends_with_a_result_and_takes_no_step_after(office, rewrite, refusal, mails):
    cast, plan = office.cast, office.agreed()
    rewrite(plan, cast.mori)
    end = {"result": Result.PARTLY, "words": "型はできた"}
    assert refusal(office.take, commands.close_plan, plan, cast.aoi, **end) == "plans.not_yours"
    office.take(commands.close_plan, plan, cast.mori, **end)
    assert (plan.state, plan.result, plan.closed_by_id) == (PlanState.CLOSED, Result.PARTLY, cast.mori.id)
    assert mails("closed") == [cast.aoi.id]
    assert refusal(rewrite, plan, cast.mori) == "plans.not_now"


def test_who_never_saw_a_plan_is_not_told_of_its_end(office, mails):
    plan = office.start()
    office.take(commands.close_plan, plan, office.cast.mori, result=Result.STOPPED, words="異動")
    assert mails("closed") == []


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"term": Term(date(2027, 4, 1), date(2027, 3, 31))}, "plans.ends_before_start"),
        ({"next_review_on": date(2027, 4, 1)}, "plans.review_outside"),
        ({"template_version_id": new_id()}, "plans.template_unknown"),
        ({"wording": WordingFactory(title="")}, "plans.title_missing"),
    ],
)
def test_a_plan_starts_only_when_it_is_sound(office, refusal, facts, code):
    assert refusal(office.start, **facts) == code


def test_a_plan_starts_only_for_people_in_reach_and_under_who_may(office, refusal):
    cast = office.cast
    assert refusal(office.start, cast.kaoru) == "people.person_unknown"
    assert refusal(office.start, cast.mori) == "plans.not_starter"
    assert refusal(office.start, by=cast.chie) == "people.person_unknown"
    assert refusal(office.start, supervisor_id=cast.hojo.id) == "plans.not_supervisor"
    assert refusal(office.start, cast.kaoru, by=cast.hojo) == "people.person_unknown"
    office.start()
    assert refusal(office.start) == "plans.running_already"
    assert (
        office.start(
            term=Term(date(2027, 4, 1), date(2028, 3, 31)),
            next_review_on=None,
            wording=WordingFactory(milestones=(MilestoneFactory(due_on=date(2027, 9, 1)),)),
        ).fiscal_year
        == 2027
    )


def test_several_plans_are_made_at_once_all_or_none(office, refusal):
    cast, session = office.cast, office.session
    starts = [
        commands.PlanStart(person.id, cast.hara.id, None, TERM, None, WordingFactory())
        for person in (cast.aoi, cast.kaoru)
    ]
    facts = {"actor": cast.actor(cast.hara), "clock": office.clock, "and_propose": True}
    assert commands.start_cohort(session, starts=starts, **facts) == 2
    states = session.scalars(select(Plan.state)).all()
    assert states == [PlanState.PROPOSED, PlanState.PROPOSED]
    assert refusal(commands.start_cohort, session, starts=[], **facts) == "plans.nobody_chosen"
    drafts = [
        commands.PlanStart(
            cast.aoi.id,
            cast.hara.id,
            None,
            Term(date(2027, 4, 1), date(2028, 3, 31)),
            None,
            WordingFactory(milestones=()),
        )
    ]
    assert commands.start_cohort(session, starts=drafts, **{**facts, "and_propose": False}) == 1


def test_nobody_else_sees_or_touches_a_plan(office, refusal):
    cast, plan = office.cast, office.agreed()
    for stranger in (cast.kaoru, cast.hojo, cast.chie):
        assert refusal(office.propose, plan, by=stranger) == "plans.plan_unknown"
    for person, may_see in ((cast.aoi, True), (cast.mori, True), (cast.hara, True), (cast.chie, False)):
        found = office.session.scalar(queries.visible_to(cast.actor(person)).where(Plan.id == plan.id))
        assert (found is not None) == may_see


def test_who_may_only_read_takes_no_step(office, refusal):
    cast, plan = office.cast, office.agreed()
    actor = cast.actor(cast.sato)
    reader = replace(actor, grants=frozenset(g for g in actor.grants if g.permission != Permission.PLAN_EDIT))
    step = {"actor": reader, "plan_id": plan.id, "version": plan.version, "clock": office.clock}
    assert refusal(commands.discard_draft, office.session, **step) == "plans.not_yours"
    assert queries.get_plan(office.session, reader, plan.id, on=TODAY).side is None
    own = queries.get_plan(office.session, cast.actor(cast.aoi), plan.id, on=TODAY)
    assert own.side is Side.ADVISOR
