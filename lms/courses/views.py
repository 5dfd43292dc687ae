"""Pages of courses.

GET        /courses                         courses.list_courses   ?criterion=<code>&level=<n> narrow it
GET, POST  /courses/<slug>                  courses.show_course    POST begins it, in its newest version
GET, POST  /courses/<slug>/<lesson>         courses.show_lesson    POST notes it as read and goes on
GET, POST  /courses/<slug>/quiz             courses.show_quiz      POST hands the answers in
GET        /courses/<slug>/attempts/<id>    courses.show_attempt   one's own
GET        /courses/<slug>/figures/<name>   courses.show_figure
"""

from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from lms.courses import commands, queries
from lms.courses.domain import CourseState, Verdict
from lms.courses.forms import StepForm, quiz_form
from lms.kernel.permission import Permission
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric
from lms.web.access import require
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised
from lms.web.lists import Chip, chips
from lms.web.request import current_actor, current_clock, current_session

bp = Blueprint("courses", __name__, template_folder="templates")

BOTH = ["GET", "POST"]
VERDICT_LABELS = {
    Verdict.RIGHT: _l("Right"),
    Verdict.PARTLY: _l("Partly right"),
    Verdict.WRONG: _l("Not right yet"),
    Verdict.UNANSWERED: _l("Not answered"),
}
STATE_LABELS = {
    CourseState.NOT_STARTED: (_l("Not begun"), "neutral"),
    CourseState.UNDER_WAY: (_l("In progress"), "active"),
    CourseState.FINISHED: (_l("Completed"), "good"),
}


@bp.context_processor
def words() -> dict[str, object]:
    """Give every page of the feature the labels it speaks in."""
    return {"verdict_labels": VERDICT_LABELS, "state_labels": STATE_LABELS}


@bp.get("/courses")
@require(Permission.COURSE_READ)
def list_courses() -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    courses = queries.list_courses(session, actor)
    rubric = find_current_rubric(session, actor)
    criterion, level = _wanted_criterion(rubric), _wanted_level(rubric)
    return render_template(
        "courses/list_courses.html",
        courses=[card for card in courses if card.helps_with(criterion_code=criterion, level=level)],
        has_any=bool(courses),
        rubric=rubric,
        chip_rows=_chip_rows(courses, rubric, criterion) if rubric and courses else (),
    )


@bp.route("/courses/<slug>", methods=BOTH)
@require(Permission.COURSE_READ)
def show_course(slug: str) -> ResponseReturnValue:
    form = StepForm()
    saved = form.save(lambda session: _begin(session, slug))
    if saved:
        return saved
    session, actor = current_session(), current_actor()
    page = queries.get_course(session, actor, slug)
    next_step = queries.find_next_step(session, actor) if page.progress.finished_at else None
    rubric = find_current_rubric(session, actor)
    facts = {"course": page, "next_step": next_step, "rubric": rubric}
    return render_template("courses/show_course.html", form=form, **facts), form.status


@bp.route("/courses/<slug>/<lesson_slug>", methods=BOTH)
@require(Permission.COURSE_READ)
def show_lesson(slug: str, lesson_slug: str) -> ResponseReturnValue:
    form = StepForm()
    saved = form.save(lambda session: _read(session, slug, lesson_slug))
    if saved:
        return saved
    page = queries.get_lesson(current_session(), current_actor(), slug, lesson_slug)
    return render_template("courses/show_lesson.html", form=form, page=page), form.status


@bp.route("/courses/<slug>/quiz", methods=BOTH)
@require(Permission.COURSE_READ)
def show_quiz(slug: str) -> ResponseReturnValue:
    page = queries.get_quiz(current_session(), current_actor(), slug)
    form = quiz_form(page.quiz)()
    saved = form.save(
        lambda session: url_for(
            "courses.show_attempt",
            slug=slug,
            attempt_id=commands.submit_attempt(
                session, actor=current_actor(), slug=slug, answers=form.answers(), clock=current_clock()
            ),
        )
    )
    return saved or (render_template("courses/show_quiz.html", form=form, page=page), form.status)


@bp.get("/courses/<slug>/attempts/<uuid:attempt_id>")
@require(Permission.COURSE_READ)
def show_attempt(slug: str, attempt_id: UUID) -> ResponseReturnValue:
    page = queries.get_attempt(current_session(), current_actor(), slug, attempt_id)
    return render_template("courses/show_attempt.html", page=page, attempt_id=attempt_id)


@bp.get("/courses/<slug>/figures/<name>")
@require(Permission.COURSE_READ)
def show_figure(slug: str, name: str) -> ResponseReturnValue:
    svg = queries.get_figure(current_session(), current_actor(), slug, name)
    return Response(svg, mimetype="image/svg+xml", headers={"Cache-Control": "private, max-age=3600"})


def _begin(session: Session, slug: str) -> str:
    actor = current_actor()
    commands.enrol(session, actor=actor, slug=slug, clock=current_clock())
    lesson = queries.get_course(session, actor, slug).next_lesson
    if lesson is None:
        return url_for("courses.show_course", slug=slug)
    return url_for("courses.show_lesson", slug=slug, lesson_slug=lesson.slug)


def _read(session: Session, slug: str, lesson_slug: str) -> str:
    actor = current_actor()
    commands.complete_lesson(session, actor=actor, slug=slug, lesson_slug=lesson_slug, clock=current_clock())
    page = queries.get_lesson(session, actor, slug, lesson_slug)
    if page.following is not None:
        return url_for("courses.show_lesson", slug=slug, lesson_slug=page.following.slug)
    if not page.course.progress.is_passed:
        return url_for("courses.show_quiz", slug=slug)
    return url_for("courses.show_course", slug=slug)


def _wanted_criterion(rubric: Rubric | None) -> str | None:
    criterion = rubric.find_criterion(request.args.get("criterion", "")) if rubric else None
    return criterion.code if criterion else None


def _wanted_level(rubric: Rubric | None) -> int | None:
    numbers = [level.number for level in rubric.levels] if rubric else []
    level = request.args.get("level", type=int)
    return level if level in numbers else None


def _chip_rows(
    courses: list[queries.CourseCard], rubric: Rubric, wanted: str | None
) -> list[tuple[str, list[Chip]]]:
    """Return the rows of filters: the criteria that some course serves (or that is asked for), and levels."""
    served = {wanted, *(aim.criterion_code for card in courses for aim in card.serves)}
    criteria = [(one.code, localised(one.name)) for one in rubric.criteria if one.code in served]
    levels = [(str(level.number), localised(level.name)) for level in rubric.levels]
    return [
        (str(_l("Criterion")), chips("criterion", criteria, everything=_l("Any"))),
        (str(_l("Level")), chips("level", levels, everything=_l("Any"))),
    ]
