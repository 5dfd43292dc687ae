"""Reminding people of courses: politely by hand, not too often; and by itself around the day it is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from lms.courses.access import can_assign
from lms.courses.commands.telling import Reader, tell
from lms.courses.domain import Words
from lms.courses.domain.standing import (
    CATCH_UP_DAYS,
    REMIND_DAYS,
    Asked,
    Reminding,
    Standing,
    may_remind,
    reminding_due,
)
from lms.courses.models import Course, CourseAssignment, CourseReminder, CourseVersion, Enrolment
from lms.courses.queries.assignments import is_open, newest_version_id
from lms.courses.queries.overview import LearnerFilter, LearnerRow, list_learners
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock, japanese_day
from lms.kernel.errors import RuleViolation
from lms.kernel.ids import new_id
from lms.people.models import Person
from lms.storage import audit
from lms.storage.outbox import OutboxMessage

KINDS = {Reminding.SOON: "courses.due_soon", Reminding.OVERDUE: "courses.overdue"}


@dataclass(frozen=True)
class _Mail:
    kind: str
    key: str
    reader: Reader
    course: tuple[str, Words]
    due_on: date


@dataclass(frozen=True)
class Reminded:
    """How many reminders went out, and how many of those wanted were reminded this week already."""

    n_sent: int
    n_paused: int


def is_remindable(actor: Actor, row: LearnerRow) -> bool:
    """Say whether the actor may remind somebody of a course: unfinished, of others, in reach."""
    return (
        Standing.FINISHED not in row.standings
        and row.person_id != actor.person_id
        and can_assign(actor, employer_path=row.organisation_path)
    )


def remind_learners(session: Session, *, actor: Actor, wanted: LearnerFilter, clock: Clock) -> Reminded:
    """Send each learner whom the filter leaves a friendly mail about each unfinished course.

    Whoever was reminded of it within a week is left in peace. Raises
    RuleViolation("courses.nobody_to_remind" | "courses.reminded_already").
    """
    audit.hold_end(session)  # whoever reminds the same waits, and sees that it was done
    today = clock.today()
    found = [row for row in list_learners(session, actor, wanted, today=today) if is_remindable(actor, row)]
    if not found:
        raise RuleViolation("courses.nobody_to_remind")
    due = [row for row in found if may_remind(row.reminded_at, today=today)]
    if not due:
        raise RuleViolation("courses.reminded_already")
    for row in due:
        _remind(session, actor, row, clock)
    return Reminded(len(due), len(found) - len(due))


def send_due_reminders(session: Session, *, clock: Clock) -> int:
    """Write the mails that are due around the day of each open assignment; return how many were new.

    Each goes out once for each day an assignment ever had.
    """
    waiting = {mail.key: mail for mail in _waiting(session, clock.today())}
    told = set(session.scalars(select(OutboxMessage.key).where(OutboxMessage.key.in_(waiting))))
    new = [mail for key, mail in waiting.items() if key not in told]
    for mail in new:
        tell(
            session,
            kind=mail.kind,
            key=mail.key,
            reader=mail.reader,
            courses=[mail.course],
            due_on=mail.due_on,
            clock=clock,
        )
    return len(new)


def _remind(session: Session, actor: Actor, row: LearnerRow, clock: Clock) -> None:
    reminder = CourseReminder(
        id=new_id(),
        person_id=row.person_id,
        course_id=row.course_id,
        reminded_by_id=actor.person_id,
        reminded_at=clock.now(),
    )
    session.add(reminder)
    audit.record(
        session,
        actor_id=actor.person_id,
        action="courses.remind_learner",
        subject_kind="course_reminder",
        subject_id=reminder.id,
        at=clock.now(),
        details={"person_id": row.person_id, "course_id": row.course_id},
    )
    tell(
        session,
        kind="courses.reminded" if row.due_on else "courses.reminded_undated",
        key=f"courses.reminded:{reminder.id}",
        reader=Reader(row.person_id, row.locale),
        courses=[(row.slug, row.title)],
        due_on=row.due_on,
        clock=clock,
    )


def _waiting(session: Session, today: date) -> Iterator[_Mail]:
    """Find the open assignments about which a mail is due today."""
    for row, locale, slug, title in session.execute(_around(today)).all():
        reminding = reminding_due(Asked(row.due_on, japanese_day(row.assigned_at)), today=today)
        if reminding is not None:
            kind = KINDS[reminding]
            key = f"{kind}:{row.id}:{row.due_on.isoformat()}"
            yield _Mail(kind, key, Reader(row.person_id, locale), (slug, title), row.due_on)


def _around(today: date) -> Select[CourseAssignment, str, str, Words]:
    """Select what is due about now and can still be done by somebody who is still here."""
    is_under_way = (
        select(Enrolment.id)
        .where(
            Enrolment.person_id == CourseAssignment.person_id,
            Enrolment.course_version_id == CourseVersion.id,
        )
        .exists()
    )
    return (
        select(CourseAssignment, Person.locale, Course.slug, CourseVersion.title)
        .join(Person, Person.id == CourseAssignment.person_id)
        .join(Course, Course.id == CourseAssignment.course_id)
        .join(CourseVersion, CourseVersion.id == newest_version_id())
        .where(
            is_open(),
            CourseAssignment.due_on.between(
                today - timedelta(days=CATCH_UP_DAYS), today + timedelta(days=REMIND_DAYS)
            ),
            Person.disabled_at.is_(None),
            or_(Course.withdrawn_at.is_(None), is_under_way),
        )
        .order_by(CourseAssignment.id)
    )
