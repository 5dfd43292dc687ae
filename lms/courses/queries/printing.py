"""A whole course to be printed: all its lessons one after the other."""

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.courses.domain import PracticeTask, Prompt, Words, prompt_from
from lms.courses.models import Lesson
from lms.courses.queries.course import CoursePage, get_course
from lms.courses.queries.stored import list_practice_tasks
from lms.courses.queries.versions import get_chosen
from lms.kernel.actor import Actor

_TAG = re.compile(r"<[^<>]*>")
_ID = re.compile(r'((?:id|href)="#?)c-')
"""Ids within a lesson, and links to them, all start alike; here they must tell lessons apart."""
_TABLE = re.compile(r'(aria-label="(?:表|Table ))(?=\d)')
"""So are tables counted from 1 in each lesson."""


@dataclass(frozen=True)
class PrintedLesson:
    """A lesson on paper, with what it asks to try and to think about."""

    slug: str
    position: int
    title: Words
    objective: Words
    minutes: int
    html: Words
    practices: tuple[PracticeTask, ...]
    prompts: tuple[Prompt, ...]


def get_course_to_print(
    session: Session, actor: Actor, slug: str
) -> tuple[CoursePage, tuple[PrintedLesson, ...]]:
    """Return a course in the actor's version with the text of all its lessons.

    Raises NotFound("courses.not_found" | "courses.withdrawn").
    """
    version_id = get_chosen(session, actor, slug).version.id
    tasks = list_practice_tasks(session, version_id)
    rows = session.scalars(
        select(Lesson).where(Lesson.course_version_id == version_id).order_by(Lesson.position)
    )
    lessons = tuple(
        PrintedLesson(
            slug=row.slug,
            position=row.position,
            title=row.title,
            objective=row.objective,
            minutes=row.minutes,
            html={language: _with_own_names(html, row) for language, html in row.html.items()},
            practices=tuple(tasks.get(row.id, ())),
            prompts=tuple(map(prompt_from, row.reflections)),
        )
        for row in rows
    )
    return get_course(session, actor, slug), lessons


def _with_own_names(html: str, lesson: Lesson) -> str:
    def renamed(tag: re.Match[str]) -> str:
        with_table = _TABLE.sub(rf"\g<1>{lesson.position}-", tag[0])
        return _ID.sub(rf"\g<1>{lesson.slug}-", with_table)

    return _TAG.sub(renamed, html)
