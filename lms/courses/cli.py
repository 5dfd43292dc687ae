"""``lms content check|load``: one line per problem on standard error, exit 1 when something is refused."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

import click

from lms.config import Settings, load_settings
from lms.courses.commands import Loading, load_course
from lms.courses.domain import CourseText
from lms.courses.loader import (
    PROBLEMS,
    REFUSALS,
    Schemas,
    list_course_folders,
    read_course,
    read_schemas,
)
from lms.kernel.clock import SystemClock
from lms.kernel.errors import DomainError, NotFound
from lms.people.queries import find_organisation_by_code
from lms.rubric.loader import SCHEMA_FILE, read_rubric, read_schema
from lms.storage.session import retrying, transaction
from lms.web.console import open_current_database, refuse, settings_without_key, speaking
from lms.web.errors import describe
from lms.web.i18n import gettext

TRANSLATIONS = Path(__file__).parent / "translations"

_Courses: TypeAlias = list[tuple[Path, CourseText]]


@click.group()
def content() -> None:
    """Courses: check their folders, load versions."""


@content.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Check course folders (or folders of them; else all of LMS_CONTENT_DIR); nothing is stored."""
    settings = settings_without_key()
    with speaking(settings, translations=[TRANSLATIONS], texts={**PROBLEMS, **REFUSALS}):
        for folder, course in _read_all(paths, settings)[0]:
            click.echo(f"{folder}: {_summary(course)}")


@content.command()
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--publisher", metavar="ORGANISATION_CODE", help="Who publishes it: read there and below. Else: by all."
)
def load(path: Path | None, publisher: str | None) -> None:
    """Load a course folder (or a folder of them; else all) as versions that never change again.

    Either all are loaded or, when one is refused, none.
    """
    settings = load_settings()
    with speaking(settings, translations=[TRANSLATIONS], texts={**PROBLEMS, **REFUSALS}):
        courses, levels = _read_all((path,) if path else (), settings)
        open_current_database(settings)
        try:
            loadings = retrying(lambda: _load(courses, levels, publisher))
        except DomainError as error:
            refuse(describe(error))
        for (folder, course), loading in zip(courses, loadings, strict=True):
            told = {"file": folder, "summary": _summary(course)}
            click.echo(
                gettext("%(file)s: loaded. %(summary)s", **told)
                if loading.is_new
                else gettext("%(file)s: unchanged, loaded before. %(summary)s", **told)
            )


def _load(courses: _Courses, levels: Mapping[str, int], publisher: str | None) -> list[Loading]:
    with transaction() as session:
        publisher_id = None
        if publisher is not None:
            organisation = find_organisation_by_code(session, publisher)
            if organisation is None:
                raise NotFound("courses.unknown_publisher", publisher=publisher)
            publisher_id = organisation.id
        return [
            load_course(
                session,
                actor_id=None,
                course=course,
                levels=levels,
                publisher_id=publisher_id,
                clock=SystemClock(),
            )
            for _folder, course in courses
        ]


def _read_all(paths: tuple[Path, ...], settings: Settings) -> tuple[_Courses, Mapping[str, int]]:
    """Read all courses at the paths; say what is wrong and leave with 1 when one of them is refused."""
    places = paths or (settings.content_dir,)
    folders = [folder for path in places for folder in list_course_folders(path)]
    if not folders:
        shown = ", ".join(map(str, places))
        refuse(gettext("%(path)s: no course here; a folder with a course.yaml is expected", path=shown))
    schemas, levels = _schemas(settings), _levels(settings)
    courses: _Courses = []
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


def _summary(course: CourseText) -> str:
    return gettext(
        "%(slug)s version %(version)s: lessons %(lessons)s, questions %(questions)s, figures %(figures)s",
        slug=course.slug,
        version=course.version,
        lessons=len(course.lessons),
        questions=len(course.quiz.questions),
        figures=len(course.figures),
    )
