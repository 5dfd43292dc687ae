"""Reading courses at the command line: every problem in a line of its own on standard error."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import click

from lms.config import Settings
from lms.courses.domain import CourseText
from lms.courses.loader import (
    ARCHIVE,
    PROBLEMS,
    REFUSALS,
    Reading,
    RefusedError,
    Schemas,
    SiblingFolders,
    list_course_folders,
    read_course,
    read_schemas,
    read_zip,
)
from lms.rubric.loader import SCHEMA_FILE, read_rubric, read_schema
from lms.web.console import refuse
from lms.web.i18n import LazyString, gettext

TRANSLATIONS = Path(__file__).parents[1] / "translations"
TEXTS: dict[str, LazyString] = {**PROBLEMS, **REFUSALS}

Courses: TypeAlias = list[tuple[Path, CourseText]]


def read_all(
    paths: tuple[Path, ...], settings: Settings, *, stored: Mapping[str, Sequence[str]] | None = None
) -> tuple[Courses, Mapping[str, int]]:
    """Read all courses at the paths; say what is wrong and leave with 1 when one of them is refused.

    ``stored`` are courses that can be prerequisites without lying beside; None: only those beside can.
    """
    places = paths or (settings.content_dir,)
    found = [place for path in places for place in _list_places(path)]
    if not found:
        shown = ", ".join(map(str, places))
        refuse(gettext("%(path)s: no course here; a folder with a course.yaml is expected", path=shown))
    reader = _Reader(read_schemas_or_refuse(settings), read_levels(settings), stored)
    courses = [(place, course) for place in found if (course := reader.read(place)) is not None]
    if len(courses) < len(found):
        sys.exit(1)
    return courses, reader.levels


def _list_places(path: Path) -> list[Path]:
    return [path] if path.is_file() else list_course_folders(path)


class _Reader:
    """Reads course after course, from folders and ZIP files, and tells what is wrong with each."""

    def __init__(
        self, schemas: Schemas, levels: Mapping[str, int], stored: Mapping[str, Sequence[str]] | None
    ) -> None:
        self.levels = levels
        self._schemas = schemas
        self._stored = stored
        self._beside: dict[Path, SiblingFolders] = {}

    def read(self, place: Path) -> CourseText | None:
        """Return the course at a place, or None after each problem was told in a line of its own."""
        try:
            reading = self._read(place)
        except RefusedError as error:
            reading = Reading(None, error.problems)
        for problem in reading.problems:
            where = f"{place}:" if problem.file == ARCHIVE else f"{place / problem.file}:{problem.line}:"
            click.echo(f"{where} {problem.sentence()}", err=True)
        return reading.course

    def _read(self, place: Path) -> Reading:
        if place.is_file():
            files = read_zip(place.read_bytes())
            return read_course(files, schemas=self._schemas, levels=self.levels, neighbours=self._stored)
        parent = place.resolve().parent
        beside = self._beside.setdefault(parent, SiblingFolders(parent, self._stored))
        reading = read_course(place, schemas=self._schemas, levels=self.levels, neighbours=beside)
        if reading.course is not None:
            beside.note(reading.course.slug, reading.course.prerequisites)
        return reading


def read_schemas_or_refuse(settings: Settings) -> Schemas:
    """Return the schemas that stand beside the courses, or leave with 1."""
    try:
        return read_schemas(settings.content_dir)
    except (OSError, ValueError) as error:
        refuse(
            gettext(
                "%(file)s: the schema cannot be read: %(reason)s", file=settings.content_dir, reason=error
            )
        )


def read_levels(settings: Settings) -> Mapping[str, int]:
    """Return the highest level of each criterion of the rubrics that stand beside the courses."""
    levels: dict[str, int] = {}
    try:
        schema = read_schema(settings.rubrics_dir / SCHEMA_FILE)
        for file in sorted(settings.rubrics_dir.glob("*.yaml")):
            rubric = read_rubric(file.read_bytes(), schema=schema).rubric
            if rubric is not None:
                levels |= {criterion.code: len(rubric.levels) for criterion in rubric.criteria}
    except (OSError, ValueError) as error:
        refuse(
            gettext(
                "%(file)s: the schema cannot be read: %(reason)s", file=settings.rubrics_dir, reason=error
            )
        )
    if not levels:
        refuse(
            gettext(
                "%(path)s: no rubric here that could be read; courses serve its levels",
                path=settings.rubrics_dir,
            )
        )
    return levels


def summary(course: CourseText) -> str:
    """Say in a line what a course holds."""
    return gettext(
        "%(slug)s version %(version)s: lessons %(lessons)s, questions %(questions)s, figures %(figures)s",
        slug=course.slug,
        version=course.version,
        lessons=len(course.lessons),
        questions=len(course.quiz.questions),
        figures=len(course.figures),
    )
