"""A draft as its learners will see it. The quiz can be answered; nothing of it is kept."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from lms.authoring.domain import LANGUAGES, Page
from lms.authoring.loader import read_lesson, read_question
from lms.authoring.queries import Draft
from lms.authoring.views.opening import find_rubric, open_draft, yardstick
from lms.authoring.views.problems import find_whole
from lms.authoring.views.remarks import Remark, list_remarks
from lms.courses.domain import AskedQuestion, Quiz, QuizResult, draw_questions, grade
from lms.courses.forms import QuizForm, quiz_form
from lms.courses.queries import QuizPage
from lms.kernel.errors import NotFound, RuleViolation
from lms.kernel.permission import Permission
from lms.web.access import require
from lms.web.errors import describe
from lms.web.i18n import current_locale

_SHOWN_FIGURE = re.compile(r'(<img [^>]*?src=")figures/')


@dataclass(frozen=True)
class TryOut:
    """Questions to try: the form, and once it was sent what would be said to the answers."""

    form: QuizForm | None
    asked: tuple[AskedQuestion, ...] = ()
    result: QuizResult | None = None
    remarks: list[Remark] = field(default_factory=list)


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    start = "/courses/drafts/<uuid:draft_id>"
    bp.get(f"{start}/preview")(preview_draft)
    bp.get(f"{start}/preview/<slug>")(preview_lesson)
    bp.route(f"{start}/preview-quiz", methods=["GET", "POST"])(preview_quiz)


@require(Permission.COURSE_EDIT)
def preview_draft(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    return render_template("authoring/preview_draft.html", draft=draft, rubric=find_rubric())


@require(Permission.COURSE_EDIT)
def preview_lesson(draft_id: UUID, slug: str) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    if slug not in draft.text.lesson_slugs:
        raise NotFound("authoring.lesson_unknown")
    lesson, html = draft.text.lesson(slug), lesson_html(draft, slug)
    facts = {"lesson": lesson, "html": html[current_locale()], "slug": slug}
    return render_template("authoring/preview_lesson.html", draft=draft, rubric=find_rubric(), **facts)


@require(Permission.COURSE_EDIT)
def preview_quiz(draft_id: UUID) -> ResponseReturnValue:
    draft = open_draft(draft_id)
    whole = find_whole(draft, find_rubric())
    if whole is None:
        return render_template("authoring/preview_quiz.html", draft=draft, tried=TryOut(None))
    return render_template("authoring/preview_quiz.html", draft=draft, tried=_tried(whole.course.quiz))


def lesson_html(draft: Draft, slug: str) -> dict[str, str]:
    """Return the page of a lesson in each language, its pictures where the draft has them."""
    figures = {figure.name for figure in draft.figures}
    return {
        language: with_figures(read_lesson(draft.text, slug, language, figures=figures).html, draft.id)
        for language in LANGUAGES
    }


def with_figures(html: str, draft_id: UUID) -> str:
    """Lead the pictures of a lesson to those of its draft."""
    place = url_for("authoring.show_figure", draft_id=draft_id, name="-").removesuffix("-")
    return _SHOWN_FIGURE.sub(rf"\g<1>{place}", html)


def try_question(draft: Draft, code: str, question: Mapping[str, Any]) -> TryOut:
    """Return one question as learners will see it, or what is wrong with it."""
    reading = read_question(question, yardstick(None).schemas)
    if reading.course is None:
        number = draft.text.question_codes.index(code)
        moved = (
            replace(problem, path=("questions", number, *problem.path[2:])) for problem in reading.problems
        )
        remarks = list_remarks(draft.id, draft.text, moved)
        return TryOut(None, remarks=remarks.get((Page.QUESTION, code), []))
    asked = draw_questions(reading.course.quiz, "preview")
    return TryOut(_form(reading.course.quiz, asked), asked)


def _tried(quiz: Quiz) -> TryOut:
    asked = draw_questions(quiz, "preview")
    form = _form(quiz, asked)
    if request.method != "POST" or not form.validate():
        return TryOut(form, asked)
    try:
        return TryOut(form, asked, grade(quiz, form.answers(), asked=asked))
    except RuleViolation as refusal:
        form.form_errors.append(describe(refusal))
        return TryOut(form, asked)


@dataclass(frozen=True)
class _Page:
    """What a form of questions is made from."""

    quiz: Quiz
    asked: tuple[AskedQuestion, ...]
    edition: str = ""
    draw: int = 1
    draft: None = None


def _form(quiz: Quiz, asked: tuple[AskedQuestion, ...]) -> QuizForm:
    return quiz_form(cast("QuizPage", _Page(quiz, asked)))
