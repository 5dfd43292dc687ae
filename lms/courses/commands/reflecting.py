"""Writing for oneself beside a lesson. Nobody else ever reads it, so no audit tells of it either."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.courses.models import Lesson, LessonReflection
from lms.courses.queries.versions import get_chosen
from lms.kernel.actor import Actor
from lms.kernel.clock import Clock
from lms.kernel.errors import Conflict, NotFound, RuleViolation

LONGEST_REFLECTION = 5000


def save_reflection(
    session: Session, *, actor: Actor, slug: str, code: str, text: str, version: int, clock: Clock
) -> int:
    """Keep what the actor writes to a prompt of a course they may read; return its version.

    ``version`` is that of the text the form was opened with, 0 without one. Raises
    NotFound("courses.not_found" | "courses.withdrawn" | "courses.prompt_not_found"),
    RuleViolation("courses.reflection_long"), and Conflict("courses.reflection_stale") with the saved text
    when another window or device saved meanwhile.
    """
    if len(text) > LONGEST_REFLECTION:
        raise RuleViolation("courses.reflection_long", "text", limit=LONGEST_REFLECTION)
    chosen = get_chosen(session, actor, slug)
    prompts = session.scalars(select(Lesson.reflections).where(Lesson.course_version_id == chosen.version.id))
    if code not in {prompt["code"] for one in prompts for prompt in one}:
        raise NotFound("courses.prompt_not_found")
    key = (actor.person_id, chosen.course.id, code)
    kept = session.get(LessonReflection, key, with_for_update=True)
    if (kept.version if kept else 0) != version:
        raise Conflict(
            "courses.reflection_stale",
            current={"text": kept.text if kept else ""},
            version=kept.version if kept else 0,
        )
    text = text.strip()
    if kept is None and not text:
        return 0
    if kept is None:
        kept = LessonReflection(person_id=actor.person_id, course_id=chosen.course.id, code=code)
        session.add(kept)
    kept.text, kept.written_at = text, clock.now()
    session.flush()  # the database counts the version
    return kept.version
