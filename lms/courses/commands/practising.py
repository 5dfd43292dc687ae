"""What becomes of practice tasks: somebody says they tried one or will not, or a visit's record says so."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from lms.courses.domain.practising import Outcome
from lms.courses.models import CourseVersion, PracticeTask
from lms.courses.models.practising import PracticeOutcome
from lms.courses.queries.practising import find_read_tasks, list_to_try
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import NotFound, RuleViolation
from lms.kernel.ids import new_id


def record_own_outcome(
    session: Session, *, actor: Actor, practice_task_id: UUID, outcome: Outcome, clock: Clock
) -> UUID:
    """Note that the actor tried a task, or sets it aside; return the note's id, to take it back by.

    Raises NotFound("courses.practice_unknown") unless the task waits to be tried by them.
    """
    waiting = list_to_try(session, actor, [actor.person_id])[actor.person_id]
    if all(task.id != practice_task_id for task in waiting):
        raise NotFound("courses.practice_unknown")
    return _add(
        session,
        person_id=actor.person_id,
        task_id=practice_task_id,
        outcome=outcome,
        on=clock.today(),
        source_id=None,
        actor=actor,
        clock=clock,
    )


def revoke_own_outcome(session: Session, *, actor: Actor, outcome_id: UUID, clock: Clock) -> None:
    """Take back what the actor noted themselves: the task waits again.

    Raises NotFound("courses.practice_unknown"); what a visit's record says stands until that is voided.
    """
    row = session.get(PracticeOutcome, outcome_id)
    if row is None or row.person_id != actor.person_id or row.source_id is not None or row.revoked_at:
        raise NotFound("courses.practice_unknown")
    row.revoked_at, row.revoked_by_id = clock.now(), actor.person_id


def check_read(session: Session, *, actor: Actor, person_id: UUID, task_ids: Collection[UUID]) -> None:
    """Check that a record may speak of some tasks: the person has read their lessons, and the actor may know.

    Raises RuleViolation("courses.practice_not_read", field="practices").
    """
    if task_ids and len(find_read_tasks(session, actor, person_id, task_ids)) < len(set(task_ids)):
        raise RuleViolation("courses.practice_not_read", field="practices")


def record_tried(
    session: Session,
    *,
    actor: Actor,
    person_id: UUID,
    task_ids: Collection[UUID],
    on: date,
    source_id: UUID,
    clock: Clock,
) -> None:
    """Note what somebody tried on a visit, as its signed record ``source_id`` says."""
    for task_id in task_ids:
        _add(
            session,
            person_id=person_id,
            task_id=task_id,
            outcome=Outcome.TRIED,
            on=on,
            source_id=source_id,
            actor=actor,
            clock=clock,
        )


def revoke_tried(session: Session, *, actor: Actor, source_id: UUID, clock: Clock) -> None:
    """Take back what a record said that no longer counts."""
    session.execute(
        update(PracticeOutcome)
        .where(PracticeOutcome.source_id == source_id, PracticeOutcome.revoked_at.is_(None))
        .values(revoked_at=clock.now(), revoked_by_id=actor.person_id)
    )


def _add(
    session: Session,
    *,
    person_id: UUID,
    task_id: UUID,
    outcome: Outcome,
    on: date,
    source_id: UUID | None,
    actor: Actor,
    clock: Clock,
) -> UUID:
    course_id, code = session.execute(
        select(CourseVersion.course_id, PracticeTask.code)
        .join(CourseVersion, CourseVersion.id == PracticeTask.course_version_id)
        .where(PracticeTask.id == task_id)
    ).one()
    row = PracticeOutcome(
        id=new_id(),
        person_id=person_id,
        course_id=course_id,
        practice_code=code,
        outcome=outcome,
        happened_on=on,
        recorded_at=clock.now(),
        recorded_by_id=actor.person_id,
        source_id=source_id,
    )
    session.add(row)
    return row.id
