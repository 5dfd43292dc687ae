"""``lms content check|load``."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from lms.config import load_settings
from lms.courses.cli.reading import TEXTS, TRANSLATIONS, Courses, read_all, summary
from lms.courses.commands import Loading, load_courses
from lms.courses.domain import CourseText
from lms.courses.queries import list_stored_prerequisites
from lms.kernel.clock import SystemClock
from lms.kernel.errors import DomainError, NotFound
from lms.people.queries import find_organisation_by_code
from lms.storage.session import retrying, transaction
from lms.web.console import open_current_database, refuse, settings_without_key, speaking
from lms.web.errors import describe
from lms.web.i18n import gettext


@click.command()
@click.argument("paths", metavar="[PATH]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
def check(paths: tuple[Path, ...]) -> None:
    """Check course folders or ZIP files (or folders of folders; else all); nothing is stored."""
    settings = settings_without_key()
    with speaking(settings, translations=[TRANSLATIONS], texts=TEXTS):
        for place, course in read_all(paths, settings)[0]:
            click.echo(f"{place}: {summary(course)}")


@click.command()
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--publisher", metavar="ORGANISATION_CODE", help="Who publishes it: read there and below. Else: by all."
)
def load(path: Path | None, publisher: str | None) -> None:
    """Load a course folder or ZIP file (or a folder of folders; else all) as versions that never change.

    Either all are loaded or, when one is refused, none.
    """
    settings = load_settings()
    with speaking(settings, translations=[TRANSLATIONS], texts=TEXTS):
        open_current_database(settings)
        stored = retrying(_list_stored)
        courses, levels = read_all((path,) if path else (), settings, stored=stored)
        try:
            loadings = retrying(lambda: _load(courses, levels, publisher))
        except DomainError as error:
            refuse(describe(error))
        for (place, course), loading in zip(courses, loadings, strict=True):
            click.echo(_told(place, course, loading))


def _list_stored() -> Mapping[str, Sequence[str]]:
    with transaction() as session:
        return list_stored_prerequisites(session)


def _load(courses: Courses, levels: Mapping[str, int], publisher: str | None) -> list[Loading]:
    with transaction() as session:
        publisher_id = None
        if publisher is not None:
            organisation = find_organisation_by_code(session, publisher)
            if organisation is None:
                raise NotFound("courses.unknown_publisher", publisher=publisher)
            publisher_id = organisation.id
        return load_courses(
            session,
            actor_id=None,
            courses=[course for _place, course in courses],
            levels=levels,
            publisher_id=publisher_id,
            clock=SystemClock(),
        )


def _told(place: Path, course: CourseText, loading: Loading) -> str:
    told = {"file": place, "summary": summary(course)}
    line = (
        gettext("%(file)s: loaded. %(summary)s", **told)
        if loading.is_new
        else gettext("%(file)s: unchanged, loaded before. %(summary)s", **told)
    )
    if not loading.is_withdrawn:
        return line
    return (
        line
        + " "
        + gettext("It is withdrawn; `lms content offer %(slug)s` offers it again.", slug=course.slug)
    )
