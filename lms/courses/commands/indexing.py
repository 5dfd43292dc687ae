"""Keeping the search index in step with what is on offer: each course's newest version, in both languages."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, joinedload

from lms.courses.domain import LANGUAGES, Words
from lms.courses.models import Course, CourseVersion, Lesson, PracticeTask
from lms.courses.queries.searching import KIND
from lms.kernel.text import plain_text
from lms.storage import search

_AT_ONCE = 100


@dataclass(frozen=True)
class _Offer:
    """The newest version of a course, with its lessons and the tasks of each."""

    course: Course
    version: CourseVersion
    lessons: Sequence[Lesson]
    tasks: Mapping[UUID, Sequence[PracticeTask]]

    def documents(self) -> Iterator[search.Document]:
        for language in LANGUAGES:
            aims = [aim.objective for aim in self.version.aims]
            about = [self.version.summary, self.version.audience, *aims]
            yield self._document("", self.version.title, [text[language] for text in about], language)
            for lesson in self.lessons:
                tasks = [text for task in self.tasks.get(lesson.id, ()) for text in (task.title, task.task)]
                page = plain_text(lesson.html[language])
                said = [lesson.objective[language], page, *(text[language] for text in tasks)]
                yield self._document(lesson.slug, lesson.title, said, language)

    def _document(self, part: str, title: Words, said: list[str], language: str) -> search.Document:
        return search.Document(
            ref_id=self.course.id,
            part=part,
            publisher_id=self.course.publisher_id,
            language=language,
            title=title[language],
            body="\n".join(said),
        )


def index_courses(session: Session, course_ids: Collection[UUID]) -> int:
    """Let the search find the newest version of these courses, and nothing of withdrawn ones.

    Return how many of them it finds now.
    """
    wanted, found = list(course_ids), 0
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        search.remove(session, KIND, some)
        offers = _offers(session, some)
        search.index(session, KIND, [document for offer in offers for document in offer.documents()])
        found += len(offers)
    return found


def reindex_courses(session: Session) -> int:
    """Make the whole index of courses anew; return how many courses the search finds now."""
    search.remove_all(session, KIND)
    return index_courses(session, session.scalars(select(Course.id).order_by(Course.slug)).all())


def index_if_empty(session: Session) -> int:
    """Index courses that an older release stored, before there was an index; return how many."""
    return reindex_courses(session) if search.is_empty(session, KIND) else 0


def _offers(session: Session, course_ids: Collection[UUID]) -> list[_Offer]:
    other = aliased(CourseVersion)
    newest = select(func.max(other.ordinal)).where(other.course_id == Course.id).scalar_subquery()
    rows = session.execute(
        select(Course, CourseVersion)
        .join(CourseVersion, (CourseVersion.course_id == Course.id) & (CourseVersion.ordinal == newest))
        .where(Course.id.in_(course_ids), Course.withdrawn_at.is_(None))
        .options(joinedload(CourseVersion.aims))
    )
    offers = rows.unique().all()
    version_ids = [version.id for _course, version in offers]
    lessons: dict[UUID, list[Lesson]] = defaultdict(list)
    for lesson in session.scalars(
        select(Lesson).where(Lesson.course_version_id.in_(version_ids)).order_by(Lesson.position)
    ):
        lessons[lesson.course_version_id].append(lesson)
    tasks: dict[UUID, list[PracticeTask]] = defaultdict(list)
    for task in session.scalars(
        select(PracticeTask)
        .where(PracticeTask.course_version_id.in_(version_ids))
        .order_by(PracticeTask.position)
    ):
        tasks[task.lesson_id].append(task)
    return [_Offer(course, version, lessons[version.id], tasks) for course, version in offers]
