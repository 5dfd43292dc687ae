"""The catalogue."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from lms.courses import queries
from lms.kernel.permission import Permission
from lms.rubric.domain import Rubric
from lms.rubric.queries import find_current_rubric
from lms.web.access import require
from lms.web.i18n import lazy_gettext as _l
from lms.web.i18n import localised
from lms.web.lists import Chip, chips
from lms.web.request import current_actor, current_session


def add_to(bp: Blueprint) -> None:
    """Put the pages on the blueprint."""
    bp.get("/courses")(list_courses)


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
