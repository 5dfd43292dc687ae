"""Everything the page of a plan shows, as far as its reader may see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from lms.kernel.actor import Actor
from lms.kernel.errors import NotFound
from lms.plans.access import side_of
from lms.plans.domain import Difference, Life, RevisionState, Side, Step, compare_wordings
from lms.plans.models import (
    Plan,
    PlanAnswer,
    PlanMark,
    PlanReflection,
    PlanReview,
    PlanRevision,
    PlanSummary,
)
from lms.plans.queries.lines import MilestoneLine, list_milestones
from lms.plans.queries.offers import Offer, find_offer
from lms.plans.queries.reading import (
    facts_of,
    life_of,
    present_reviews,
    reading_side,
    reflections_of,
    visible_to,
    wording_of,
)


@dataclass(frozen=True)
class WordingView:
    """A wording with its milestones as they stand."""

    row: PlanRevision
    state: RevisionState
    milestones: tuple[MilestoneLine, ...]


@dataclass(frozen=True)
class PlanView:
    """A plan as its reader sees it: what holds, what is open, and what the reader may do.

    ``side`` is None for a reader who takes no part.
    """

    plan: Plan
    life: Life
    side: Side | None
    wordings: tuple[WordingView, ...]
    shown: WordingView | None
    on: date

    def allows(self, step: Step) -> bool:
        """Say whether the reader may take a step now."""
        return self.side is not None and self.life.allows(step, self.side)

    @property
    def is_own(self) -> bool:
        """Say whether it is the reader's own plan."""
        return self.side is Side.ADVISOR

    @property
    def open(self) -> WordingView | None:
        """The wording that is open, if the reader may read it and it is not the one shown anyway."""
        found = self._open()
        return None if found is None or found is self.shown else found

    @property
    def proposal(self) -> WordingView | None:
        """The wording that waits for a side's agreement."""
        found = self._open()
        return found if found is not None and found.state is RevisionState.PROPOSED else None

    @property
    def difference(self) -> Difference | None:
        """What the proposal of a change says otherwise than what holds; None for a first proposal."""
        if self.proposal is None or self.shown is None or self.life.in_force is None:
            return None
        return compare_wordings(wording_of(self.shown.row), wording_of(self.proposal.row))

    @property
    def is_waited_for(self) -> bool:
        """Say whether the reader's side is the one waited for."""
        return self.side is not None and self.life.waits_for is self.side

    @property
    def n_done(self) -> int:
        """Count the milestones done."""
        return sum(one.is_done for one in self.shown.milestones) if self.shown else 0

    @property
    def is_review_overdue(self) -> bool:
        """Say whether a meeting should have been held."""
        planned = self.plan.next_review_on
        return self.life.allows(Step.FOLLOW, Side.SUPERVISOR) and planned is not None and planned < self.on

    def milestone(self, key: UUID) -> MilestoneLine:
        """Return one milestone of the wording shown. Raises NotFound("plans.milestone_unknown")."""
        for one in self.shown.milestones if self.shown else ():
            if one.key == key:
                return one
        raise NotFound("plans.milestone_unknown")

    def _open(self) -> WordingView | None:
        present = self.life.open
        return next((one for one in self.wordings if present and one.row.number == present.number), None)


@dataclass(frozen=True)
class Surroundings:
    """What belongs to a plan beside its wordings. ``reflections`` are the reader's own, nobody else's."""

    reviews: Sequence[PlanReview]
    all_reviews: Sequence[PlanReview]
    summaries: Sequence[PlanSummary]
    reflections: Sequence[PlanReflection]
    answers: Sequence[PlanAnswer]
    marks: Sequence[PlanMark]
    offer: Offer | None

    @cached_property
    def last_marks(self) -> Mapping[UUID, PlanMark]:
        """What was said last of each milestone."""
        return {mark.milestone_key: mark for mark in self.marks}

    @property
    def summary(self) -> PlanSummary | None:
        """What is shared by now."""
        return self.summaries[0] if self.summaries else None


def get_plan(session: Session, actor: Actor, plan_id: UUID, *, on: date) -> PlanView:
    """Return a visible plan with the wordings its reader may read. Raises NotFound("plans.plan_unknown")."""
    plan = session.scalar(
        visible_to(actor)
        .where(Plan.id == plan_id)
        .options(
            joinedload(Plan.person),
            joinedload(Plan.supervisor),
            joinedload(Plan.started_by),
            joinedload(Plan.closed_by),
            joinedload(Plan.organisation),
            joinedload(Plan.template_version),
            selectinload(Plan.revisions).options(
                joinedload(PlanRevision.saved_by),
                joinedload(PlanRevision.proposed_by),
                joinedload(PlanRevision.supervisor_agreed_by),
                joinedload(PlanRevision.returned_by),
                selectinload(PlanRevision.milestones),
            ),
        )
    )
    if plan is None:
        raise NotFound("plans.plan_unknown")
    life, side = life_of(plan, plan.revisions), reading_side(actor, plan)
    readable = [
        (row, revision)
        for row, revision in zip(plan.revisions, life.revisions, strict=True)
        if life.is_readable(revision, side)
    ]
    milestones = list_milestones(session, [row for row, _revision in readable], on=on)
    wordings = tuple(WordingView(row, revision.state, milestones[row.id]) for row, revision in readable)
    first = life.shown_to(side)
    shown = next((one for one in wordings if first is not None and one.row.number == first.number), None)
    return PlanView(plan, life, side_of(actor, facts_of(plan)), wordings, shown, on)


def find_surroundings(session: Session, actor: Actor, view: PlanView) -> Surroundings:
    """Return what belongs to a plan beside its wordings."""
    plan = view.plan
    reviews = session.scalars(
        select(PlanReview)
        .where(PlanReview.plan_id == plan.id)
        .options(joinedload(PlanReview.recorded_by))
        .order_by(PlanReview.number)
    ).all()
    summaries = session.scalars(
        select(PlanSummary).where(PlanSummary.plan_id == plan.id).order_by(PlanSummary.number.desc())
    ).all()
    answers = session.scalars(
        select(PlanAnswer)
        .where(PlanAnswer.plan_id == plan.id)
        .options(joinedload(PlanAnswer.answered_by))
        .order_by(PlanAnswer.answered_at)
    ).all()
    marks = session.scalars(
        select(PlanMark)
        .where(PlanMark.plan_id == plan.id)
        .options(joinedload(PlanMark.marked_by))
        .order_by(PlanMark.marked_at, PlanMark.number)
    ).all()
    return Surroundings(
        reviews=present_reviews(reviews),
        all_reviews=reviews,
        summaries=summaries,
        reflections=list_reflections(session, actor, plan.id) if view.is_own else (),
        answers=answers,
        marks=marks,
        offer=find_offer(session, plan) if view.allows(Step.CLOSE) else None,
    )


def list_reflections(session: Session, actor: Actor, plan_id: UUID) -> Sequence[PlanReflection]:
    """List the actor's own notes beside a plan, the latest first."""
    mine = reflections_of(actor).where(PlanReflection.plan_id == plan_id)
    return session.scalars(mine.order_by(PlanReflection.written_at.desc(), PlanReflection.id.desc())).all()


def get_reflection(session: Session, actor: Actor, reflection_id: UUID) -> PlanReflection:
    """Return one of the actor's own notes. Raises NotFound("plans.reflection_unknown")."""
    row = session.scalar(reflections_of(actor).where(PlanReflection.id == reflection_id))
    if row is None:
        raise NotFound("plans.reflection_unknown")
    return row


def get_review(session: Session, actor: Actor, review_id: UUID) -> PlanReview:
    """Return the record of a meeting of a visible plan. Raises NotFound("plans.review_unknown")."""
    row = session.scalar(
        select(PlanReview).where(
            PlanReview.id == review_id,
            PlanReview.plan_id.in_(visible_to(actor).with_only_columns(Plan.id)),
        )
    )
    if row is None:
        raise NotFound("plans.review_unknown")
    return row
