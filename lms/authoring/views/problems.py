"""What stands against publishing a draft: the rules of a course, and what is published already."""

from collections.abc import Iterator

from lms.authoring.domain import Whole
from lms.authoring.loader import check, read_whole
from lms.authoring.queries import Draft, read_figures
from lms.authoring.views.opening import yardstick
from lms.courses.domain import CourseFile
from lms.courses.loader import Problem
from lms.courses.queries import list_stored_courses
from lms.rubric.domain import Rubric
from lms.web.request import current_session


def list_problems(draft: Draft, rubric: Rubric | None) -> tuple[Problem, ...]:
    """Return everything that stands against publishing a draft."""
    names = {figure.name for figure in draft.figures}
    return (*check(draft.text, yardstick(rubric), figures=names), *_taken(draft))


def find_whole(draft: Draft, rubric: Rubric | None, *, is_for_publishing: bool = True) -> Whole | None:
    """Return a draft as the course it is to become; None while something stands against it.

    What is published already stands against publishing only.
    """
    if is_for_publishing and any(_taken(draft)):
        return None
    figures = read_figures(current_session(), draft.id)
    return read_whole(draft.text, yardstick(rubric), figures=figures, digest=draft.digest)


def _taken(draft: Draft) -> Iterator[Problem]:
    """Find a name or a version's number that a published course has."""
    stored = list_stored_courses(current_session(), [draft.slug]).get(draft.slug)
    if stored is None:
        return
    number = str(draft.text.course.get("version", ""))
    if draft.follows_id is None or stored.publisher_id != draft.publisher_id:
        facts: dict[str, object] = {"slug": draft.slug}
        yield Problem(CourseFile.COURSE, 1, "authoring.slug_taken", facts, ("slug",))
    elif number in stored.versions:
        yield Problem(CourseFile.COURSE, 1, "authoring.version_taken", {"number": number}, ("version",))
