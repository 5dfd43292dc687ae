"""Courses, lessons and quizzes as a device may keep them: to read and answer, nothing of their reader."""

from dataclasses import replace

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from lms.courses import queries
from lms.courses.forms import quiz_form
from lms.kernel.permission import Permission
from lms.rubric.queries import find_current_rubric
from lms.web.access import require
from lms.web.i18n import gettext, localised
from lms.web.offline import portable
from lms.web.request import current_actor, current_session

LAST = 1000
"""Where the quiz stands among the pages of a course: behind every lesson."""


def add_to(bp: Blueprint) -> None:
    """Put the answers on the blueprint."""
    bp.get("/courses/<slug>/offline/course")(keep_course)
    bp.get("/courses/<slug>/offline/quiz")(keep_quiz)
    bp.get("/courses/<slug>/offline/lessons/<lesson_slug>")(keep_lesson)


@require(Permission.COURSE_READ)
def keep_course(slug: str) -> ResponseReturnValue:
    course = queries.get_course(current_session(), current_actor(), slug)
    return portable(
        path=url_for("courses.show_course", slug=slug),
        title=localised(course.title),
        group=localised(course.title),
        html=render_template("courses/offline_course.html", course=course),
    )


@require(Permission.COURSE_READ)
def keep_lesson(slug: str, lesson_slug: str) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    page = queries.get_lesson(session, actor, slug, lesson_slug)
    rubric = find_current_rubric(session, actor) if page.practices else None
    return portable(
        path=url_for("courses.show_lesson", slug=slug, lesson_slug=lesson_slug),
        title=localised(page.title),
        group=localised(page.course.title),
        order=page.position,
        html=render_template("courses/offline_lesson.html", page=page, rubric=rubric),
        also=(url_for("courses.keep_course", slug=slug), url_for("courses.keep_quiz", slug=slug)),
    )


@require(Permission.COURSE_READ)
def keep_quiz(slug: str) -> ResponseReturnValue:
    page = replace(queries.get_quiz(current_session(), current_actor(), slug), draft=None)
    return portable(
        path=url_for("courses.show_quiz", slug=slug),
        title=gettext("Quiz"),
        group=localised(page.course.title),
        order=LAST,
        html=render_template("courses/offline_quiz.html", form=quiz_form(page), page=page),
    )
