"""Withdrawing a course: nobody begins it any more, whoever is in it finishes. It can be offered again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.courses.access import can_publish_course
from lms.courses.commands.indexing import index_courses
from lms.courses.models import Course
from lms.courses.queries.versions import courses_visible_to
from lms.courses.queries.withdrawal import publisher_path_of
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotAllowed, NotFound, RuleViolation
from lms.storage import audit

LONGEST_REASON = 1000


def withdraw_course(session: Session, *, actor: Actor | None, slug: str, reason: str, clock: Clock) -> Course:
    """Withdraw a course with a reason that its learners read. The operator acts without an account.

    Raises NotFound("courses.not_found"), NotAllowed("courses.not_publisher"),
    Conflict("courses.withdrawn_already"), RuleViolation("courses.reason_missing" | "courses.reason_long").
    """
    course = _own_course(session, actor, slug)
    if course.withdrawn_at is not None:
        raise Conflict("courses.withdrawn_already", slug=slug)
    reason = reason.strip()
    if not reason:
        raise RuleViolation("courses.reason_missing", "reason")
    if len(reason) > LONGEST_REASON:
        raise RuleViolation("courses.reason_long", "reason", limit=LONGEST_REASON)
    course.withdrawn_at = clock.now()
    course.withdrawn_by_id = actor.person_id if actor else None
    course.withdrawal_reason = reason
    _record(session, actor, course, "course.withdrawn", clock)
    index_courses(session, [course.id])
    return course


def offer_course_again(session: Session, *, actor: Actor | None, slug: str, clock: Clock) -> Course:
    """Offer a withdrawn course again, as if it had never been away.

    Raises NotFound("courses.not_found"), NotAllowed("courses.not_publisher"),
    Conflict("courses.not_withdrawn").
    """
    course = _own_course(session, actor, slug)
    if course.withdrawn_at is None:
        raise Conflict("courses.not_withdrawn", slug=slug)
    _record(session, actor, course, "course.offered_again", clock)
    course.withdrawn_at = course.withdrawn_by_id = course.withdrawal_reason = None
    index_courses(session, [course.id])
    return course


def _own_course(session: Session, actor: Actor | None, slug: str) -> Course:
    """Return the course, locked, when the actor publishes for its publisher."""
    visible = select(Course) if actor is None else courses_visible_to(actor)
    course = session.scalar(visible.where(Course.slug == slug).with_for_update())
    if course is None:
        raise NotFound("courses.not_found")
    if actor is not None and not can_publish_course(
        actor, publisher_path=publisher_path_of(session, course.publisher_id)
    ):
        raise NotAllowed("courses.not_publisher")
    return course


def _record(session: Session, actor: Actor | None, course: Course, action: str, clock: Clock) -> None:
    audit.record(
        session,
        actor_id=actor.person_id if actor else None,
        action=action,
        subject_kind="course",
        subject_id=course.id,
        at=clock.now(),
        details={"slug": course.slug, "reason": course.withdrawal_reason},
    )
