"""A course whose first lesson asks to try something on a visit."""

from lms.courses.commands import complete_lesson
from lms.courses.domain import CourseText, PracticeTask
from tests.factories.courses import CourseTextFactory, LessonTextFactory, publish


def a_practice(code: str = "ask-once-more", **facts) -> PracticeTask:
    """A task for A1 at level 2, with something to look for."""
    words = {
        "title": {"ja": f"課題{code}", "en": f"Task {code}"},
        "task": {"ja": f"{code}のやり方", "en": f"How to do {code}"},
        "watch": {"ja": f"{code}を見るところ", "en": f"What to look for in {code}"},
    }
    return PracticeTask(**{"code": code, "criterion_code": "A1", "levels": (2,), **words, **facts})


def practised_text(*practices: PracticeTask, version: str = "1.0", **facts) -> CourseText:
    """Course “practised”, with the tasks in its first lesson."""
    lessons = (
        LessonTextFactory(slug="first", practices=practices or (a_practice(),)),
        LessonTextFactory(slug="second"),
    )
    return CourseTextFactory(**{"slug": "practised", "version": version, "lessons": lessons, **facts})


def read_practised(session, cast, clock, *people, text: CourseText | None = None) -> None:
    """Publish the course, unless it is there, and let people read its first lesson."""
    publish(session, publisher_id=cast.council.id, clock=clock, text=text or practised_text())
    for person in people:
        actor = cast.actor(person)
        complete_lesson(session, actor=actor, slug="practised", lesson_slug="first", clock=clock)
    session.flush()
