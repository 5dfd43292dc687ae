"""How the questions of a course work, for those who write for its publisher. People are never named."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from lms.courses.access import can_analyse_items
from lms.courses.domain import Quiz, QuizResult, Words, answers_from, ask_again, grade
from lms.courses.domain.items import FEWEST, ItemFigures, analyse_items
from lms.courses.models import Attempt, Course, CourseVersion, Enrolment
from lms.courses.queries.attempts import quiz_of
from lms.courses.queries.versions import courses_visible_to
from lms.courses.queries.withdrawal import publisher_path_of
from lms.kernel.actor import Actor
from lms.kernel.errors import NotAllowed, NotFound


@dataclass(frozen=True)
class ItemsPage:
    """The questions of one version; ``pass_ratio`` is the share of first attempts that passed."""

    slug: str
    title: Words
    edition: str
    editions: tuple[str, ...]
    n_people: int
    pass_ratio: float | None
    latest_at: datetime | None
    items: tuple[ItemFigures, ...]

    @property
    def is_told(self) -> bool:
        """Whether enough people answered."""
        return self.n_people >= FEWEST


def get_items(session: Session, actor: Actor, slug: str, *, edition: str | None = None) -> ItemsPage:
    """Return how the questions of a version work, else of the newest.

    Raises NotFound("courses.not_found") for what the actor may not read, and
    NotAllowed("courses.not_publisher") for who does not write for the publisher.
    """
    found = session.execute(
        courses_visible_to(actor)
        .where(Course.slug == slug)
        .add_columns(CourseVersion)
        .join(CourseVersion, CourseVersion.course_id == Course.id)
        .order_by(CourseVersion.ordinal.desc())
    ).all()
    if not found:
        raise NotFound("courses.not_found")
    if not can_analyse_items(actor, publisher_path=publisher_path_of(session, found[0][0].publisher_id)):
        raise NotAllowed("courses.not_publisher")
    versions = [version for _course, version in found]
    version = next((one for one in versions if one.version == edition), versions[0])
    quiz, attempts = quiz_of(session, version), _first_attempts(session, version)
    results = [_graded(quiz, attempt) for attempt in attempts]
    passed = sum(attempt.is_passed for attempt in attempts)
    return ItemsPage(
        slug=slug,
        title=version.title,
        edition=version.version,
        editions=tuple(one.version for one in versions),
        n_people=len(attempts),
        pass_ratio=passed / len(attempts) if len(attempts) >= FEWEST else None,
        latest_at=max((attempt.submitted_at for attempt in attempts), default=None),
        items=analyse_items(quiz.questions, results),
    )


def _first_attempts(session: Session, version: CourseVersion) -> list[Attempt]:
    """Return each person's first attempt at the course, as far as it was at this version."""
    first = (
        select(Enrolment.person_id, func.min(Attempt.submitted_at).label("first_at"))
        .select_from(Attempt)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .join(CourseVersion, CourseVersion.id == Enrolment.course_version_id)
        .where(CourseVersion.course_id == version.course_id)
        .group_by(Enrolment.person_id)
        .subquery()
    )
    return list(
        session.scalars(
            select(Attempt)
            .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
            .join(first, first.c.person_id == Enrolment.person_id)
            .where(
                Enrolment.course_version_id == version.id,
                Attempt.number == 1,
                Attempt.submitted_at == first.c.first_at,
            )
        )
    )


def _graded(quiz: Quiz, attempt: Attempt) -> QuizResult:
    return grade(quiz, answers_from(attempt.answers), asked=ask_again(quiz, attempt.asked, ""))
