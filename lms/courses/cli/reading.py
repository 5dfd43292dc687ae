"""Reading course folders at the command line: every problem in a line of its own on standard error."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import click

from lms.config import Settings
from lms.courses.domain import CourseText
from lms.courses.loader import PROBLEMS, REFUSALS, Schemas, list_course_folders, read_course, read_schemas
from lms.rubric.loader import SCHEMA_FILE, read_rubric, read_schema
from lms.web.console import refuse
from lms.web.i18n import LazyString, gettext

TRANSLATIONS = Path(__file__).parents[1] / "translations"
TEXTS: dict[str, LazyString] = {**PROBLEMS, **REFUSALS}

Courses: TypeAlias = list[tuple[Path, CourseText]]


def read_all(paths: tuple[Path, ...], settings: Settings) -> tuple[Courses, Mapping[str, int]]:
    """Read all courses at the paths; say what is wrong and leave with 1 when one of them is refused."""
    places = paths or (settings.content_dir,)
    folders = [folder for path in places for folder in list_course_folders(path)]
    if not folders:
        shown = ", ".join(map(str, places))
        refuse(gettext("%(path)s: no course here; a folder with a course.yaml is expected", path=shown))
    schemas, levels = _schemas(settings), _levels(settings)
    courses: Courses = []
    for folder in folders:
        reading = read_course(folder, schemas=schemas, levels=levels)
        for problem in reading.problems:
            click.echo(f"{folder / problem.file}:{problem.line}: {problem.sentence()}", err=True)
        if reading.course is not None:
            courses.append((folder, reading.course))
    if len(courses) < len(folders):
        sys.exit(1)
    return courses, levels


def _schemas(settings: Settings) -> Schemas:
    try:
        return read_schemas(settings.content_dir)
    except (OSError, ValueError) as error:
        refuse(
            gettext(
                "%(file)s: the schema cannot be read: %(reason)s", file=settings.content_dir, reason=error
            )
        )


def _levels(settings: Settings) -> Mapping[str, int]:
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
    return gettext(
        "%(slug)s version %(version)s: lessons %(lessons)s, questions %(questions)s, figures %(figures)s",
        slug=course.slug,
        version=course.version,
        lessons=len(course.lessons),
        questions=len(course.quiz.questions),
        figures=len(course.figures),
    )
