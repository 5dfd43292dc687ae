"""Who may see and do what with courses. The reads agree with it, which a test holds."""

from uuid import UUID

from lms.kernel.actor import Actor
from lms.kernel.permission import Permission


def can_read_course(actor: Actor, *, publisher_id: UUID | None) -> bool:
    """Say whether a course is the actor's to read: published at or above their organisation, or by nobody."""
    return actor.may(Permission.COURSE_READ) and (publisher_id is None or publisher_id in actor.lineage)


def can_read_progress(actor: Actor, *, person_id: UUID, organisation_path: str | None) -> bool:
    """Say whether the actor may see how far a person is: their own, or that of people in their reach.

    ``organisation_path`` is that of the employer when the person enrolled, None without one.
    """
    if person_id == actor.person_id:
        return True
    return organisation_path is not None and actor.may_in(Permission.ENROLMENT_READ, organisation_path)


def can_assign(actor: Actor, *, employer_path: str) -> bool:
    """Say whether the actor may ask people of an employer to take courses, and remind them."""
    return actor.may_in(Permission.ENROLMENT_ASSIGN, employer_path)


def can_publish_course(actor: Actor, *, publisher_path: str | None) -> bool:
    """Say whether the actor speaks for a course's publisher.

    What was published by nobody in particular (None) belongs to the operator.
    """
    return publisher_path is not None and actor.may_in(Permission.COURSE_PUBLISH, publisher_path)


def can_analyse_items(actor: Actor, *, publisher_path: str | None) -> bool:
    """Say whether the actor writes for a course's publisher, and so sees how its questions work."""
    return publisher_path is not None and actor.may_in(Permission.COURSE_EDIT, publisher_path)
