"""What every read of plans shares: who sees which, and rows turned into the values of the domain."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import Exists, Row, ScalarSelect, Select, Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from lms.courses.models import Course, CourseVersion, Enrolment
from lms.kernel.actor import Actor
from lms.kernel.permission import Permission
from lms.people.queries import organisations_within
from lms.plans.access import PlanFacts
from lms.plans.domain import Life, Milestone, Revision, Side, Term, Wording
from lms.plans.models import Plan, PlanMark, PlanMilestone, PlanReflection, PlanReview, PlanRevision


def visible_to(actor: Actor) -> Select[Plan]:
    """Select the plans the actor may see: their own once proposed to them, and of people in reach."""
    reach = organisations_within(actor, Permission.PLAN_READ)
    own = and_(Plan.person_id == actor.person_id, Plan.proposed_at.is_not(None))
    others = and_(Plan.person_id != actor.person_id, Plan.organisation_id.in_(reach))
    return select(Plan).where(or_(own, others))


def facts_of(plan: Plan) -> PlanFacts:
    """Return what decides who may do what; the organisation has to be loaded."""
    return PlanFacts(plan.person_id, plan.organisation.path, was_proposed=plan.proposed_at is not None)


def reading_side(actor: Actor, plan: Plan) -> Side:
    """Say from which side somebody who may see a plan looks at it."""
    return Side.ADVISOR if plan.person_id == actor.person_id else Side.SUPERVISOR


def life_of(plan: Plan, revisions: Iterable[PlanRevision]) -> Life:
    """Return a plan's life from its stored revisions, given in their order."""
    return Life(tuple(_revision(row) for row in revisions), is_closed=plan.closed_at is not None)


def _revision(row: PlanRevision) -> Revision:
    agreed = {Side.ADVISOR: row.advisor_agreed_at, Side.SUPERVISOR: row.supervisor_agreed_at}
    return Revision(
        number=row.number,
        side=row.side,
        digest=row.digest,
        agreed_by=frozenset(side for side, at in agreed.items() if at is not None),
        is_returned=row.returned_at is not None,
        is_discarded=row.discarded_at is not None,
    )


def wording_of(row: PlanRevision) -> Wording:
    """Return what a revision says; its milestones have to be loaded."""
    return Wording(row.title, row.goals, tuple(milestone_of(one) for one in row.milestones))


def milestone_of(row: PlanMilestone) -> Milestone:
    """Return a stored milestone as a value."""
    return Milestone(
        key=row.key,
        kind=row.kind,
        title=row.title,
        due_on=row.due_on,
        criterion_code=row.criterion_code,
        level=row.level,
        course_slug=row.course_slug,
        item_code=row.item_code,
    )


def term_of(plan: Plan) -> Term:
    """Return from when until when a plan runs."""
    return Term(plan.starts_on, plan.ends_on)


def finished_courses() -> Subquery:
    """Select who finished which course first when: person_id, slug, finished_at."""
    return (
        select(Enrolment.person_id, Course.slug, func.min(Enrolment.finished_at).label("finished_at"))
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .join(Course, Course.id == CourseVersion.course_id)
        .where(Enrolment.finished_at.is_not(None))
        .group_by(Enrolment.person_id, Course.slug)
        .subquery()
    )


def last_mark_number() -> ScalarSelect[int]:
    """Return the number of the last mark of the milestone at hand."""
    later = aliased(PlanMark)
    return (
        select(func.max(later.number))
        .where(later.plan_id == Plan.id, later.milestone_key == PlanMilestone.key)
        .correlate(Plan, PlanMilestone)
        .scalar_subquery()
    )


def milestones_of(revision_ids: Iterable[UUID]) -> Select[Row]:  # type: ignore[type-arg]  # columns of four tables
    """Select the milestones of revisions, in order, with their last mark and the finish of their course."""
    finished = finished_courses()
    return (
        select(PlanMilestone, PlanMark, finished.c.finished_at)
        .join(PlanRevision, PlanRevision.id == PlanMilestone.revision_id)
        .join(Plan, Plan.id == PlanRevision.plan_id)
        .outerjoin(
            PlanMark,
            and_(
                PlanMark.plan_id == Plan.id,
                PlanMark.milestone_key == PlanMilestone.key,
                PlanMark.number == last_mark_number(),
            ),
        )
        .outerjoin(
            finished,
            and_(finished.c.person_id == Plan.person_id, finished.c.slug == PlanMilestone.course_slug),
        )
        .where(PlanMilestone.revision_id.in_(list(revision_ids)))
        .order_by(PlanMilestone.position)
    )


def is_course_finished() -> Exists:
    """Return the condition that the course of the milestone at hand was finished by whose plan it is."""
    return exists().where(
        Enrolment.person_id == Plan.person_id,
        Enrolment.finished_at.is_not(None),
        Enrolment.course_version_id == CourseVersion.id,
        CourseVersion.course_id == Course.id,
        Course.slug == PlanMilestone.course_slug,
    )


def base_wording(plan: Plan, life: Life) -> Wording:
    """Return what a new draft begins with: the draft that is open, else what holds, else the last wording."""
    base = life.open or life.in_force or life.revisions[-1]
    return wording_of(plan.revisions[base.number - 1])


def present_reviews(rows: Iterable[PlanReview]) -> Sequence[PlanReview]:
    """Return the meetings as they stand, the latest first; what was corrected is told by its correction."""
    found = list(rows)
    replaced = {row.corrects_id for row in found}
    present = [row for row in found if row.id not in replaced]
    return sorted(present, key=lambda row: (row.held_on, row.number), reverse=True)


def reflections_of(actor: Actor) -> Select[PlanReflection]:
    """Select the actor's own notes; there is no other way to read one."""
    return select(PlanReflection).where(PlanReflection.person_id == actor.person_id)
