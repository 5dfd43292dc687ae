"""Pages on which the quiz is written."""

from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.authoring import commands, forms
from lms.authoring.domain import DraftText, add_questions
from lms.authoring.domain import remove_question as without_question
from lms.authoring.queries import Draft
from lms.authoring.views.opening import edited, open_writable
from lms.authoring.views.preview import try_question
from lms.courses.domain import QuestionKind
from lms.kernel.errors import NotFound
from lms.kernel.permission import Permission
from lms.web.access import require
from lms.web.request import current_actor, current_clock

BOTH = ["GET", "POST"]


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    start = "/courses/drafts/<uuid:draft_id>/quiz"
    bp.route(start, methods=BOTH)(edit_quiz)
    bp.route(f"{start}/new", methods=BOTH)(add_question)
    bp.route(f"{start}/<code>", methods=BOTH)(edit_question)
    bp.route(f"{start}/<code>/remove", methods=BOTH)(remove_question)


@require(Permission.COURSE_EDIT)
def edit_quiz(draft_id: UUID) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    form = forms.QuizForm.of(forms.quiz_part(), draft.text)
    return edited(form, draft, "authoring/edit_quiz.html")


@require(Permission.COURSE_EDIT)
def add_question(draft_id: UUID) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    form = forms.KindForm(question_kind=QuestionKind.SINGLE.value)
    saved = form.save(lambda session: _add(session, draft_id, QuestionKind(form.question_kind.data)))
    facts = {"draft": draft, "texts": forms.KIND_TEXTS}
    return saved or (render_template("authoring/add_question.html", form=form, **facts), form.status)


@require(Permission.COURSE_EDIT)
def edit_question(draft_id: UUID, code: str) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    question = _require_question(draft, code)
    form = forms.PartForm.of(forms.question_part(draft.text, code), draft.text)
    kind = QuestionKind(question["kind"])
    typed = form.typed() if request.method == "POST" else question
    facts = {"code": code, "kind": kind, "autosaves": True, "try_out": try_question(draft, code, typed)}
    back = _quiz_address(draft_id)
    return edited(form, draft, "authoring/edit_question.html", facts=facts, back=lambda _text: back)


@require(Permission.COURSE_EDIT)
def remove_question(draft_id: UUID, code: str) -> ResponseReturnValue:
    draft = open_writable(draft_id)
    question = _require_question(draft, code)
    form = forms.StepForm()
    saved = form.save(lambda session: _remove(session, draft_id, code))
    facts = {"draft": draft, "question": question, "code": code}
    return saved or (render_template("authoring/remove_question.html", form=form, **facts), form.status)


def _require_question(draft: Draft, code: str) -> Any:  # noqa: ANN401 (a part of the document)
    if code not in draft.text.question_codes:
        raise NotFound("authoring.question_unknown")
    return draft.text.question(code)


def _add(session: Session, draft_id: UUID, kind: QuestionKind) -> str:
    added: list[str] = []

    def change(text: DraftText) -> DraftText:
        grown, codes = add_questions(text, [forms.blank_question(kind, text)])
        added[:] = codes
        return grown

    commands.edit_draft(
        session, actor=current_actor(), draft_id=draft_id, change=change, clock=current_clock()
    )
    return url_for("authoring.edit_question", draft_id=draft_id, code=added[0])


def _remove(session: Session, draft_id: UUID, code: str) -> str:
    commands.edit_draft(
        session,
        actor=current_actor(),
        draft_id=draft_id,
        change=lambda text: without_question(text, code),
        clock=current_clock(),
    )
    return _quiz_address(draft_id)


def _quiz_address(draft_id: UUID) -> str:
    return url_for("authoring.edit_quiz", draft_id=draft_id)
