"""``lms content export|withdraw|offer``: what is stored already."""

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from lms.config import load_settings
from lms.courses.cli.reading import TEXTS, TRANSLATIONS
from lms.courses.commands import offer_course_again, withdraw_course
from lms.courses.domain import CourseText
from lms.courses.loader import write_files, write_zip
from lms.courses.queries import find_stored_text
from lms.kernel.clock import SystemClock
from lms.kernel.errors import DomainError
from lms.storage.session import retrying, transaction
from lms.web.console import open_current_database, refuse, speaking
from lms.web.errors import describe
from lms.web.i18n import gettext

_ZIP = ".zip"


@click.command()
@click.argument("slug")
@click.option("--edition", metavar="VERSION", help="Which version; else the newest.")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="A file that ends in .zip, or a folder for the course's folder. Else: SLUG-VERSION.zip.",
)
def export(slug: str, edition: str | None, output: Path | None) -> None:
    """Write a stored course as the files it was loaded from. Loading them gives the same course."""
    settings = load_settings()
    with speaking(settings, translations=[TRANSLATIONS], texts=TEXTS):
        open_current_database(settings)
        course = retrying(lambda: _find(slug, edition))
        if course is None:
            refuse(gettext("There is no course “%(slug)s” in this version.", slug=slug))
        place = output or Path(f"{course.slug}-{course.version}{_ZIP}")
        try:
            click.echo(gettext("%(file)s: written.", file=_write(course, place)))
        except OSError as error:
            refuse(f"{place}: " + gettext("cannot be written: %(reason)s", reason=error.strerror))


def _find(slug: str, edition: str | None) -> CourseText | None:
    with transaction() as session:
        return find_stored_text(session, slug=slug, version=edition)


def _write(course: CourseText, place: Path) -> Path:
    """Write a course at a place; a folder that holds something already is left alone. Raises OSError."""
    if place.suffix == _ZIP:
        place.write_bytes(write_zip(course))
        return place
    folder = place / course.slug
    if folder.is_dir() and any(folder.iterdir()):
        raise FileExistsError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY))
    for name, content in write_files(course).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


@click.command()
@click.argument("slug")
@click.option("--reason", required=True, help="Why; learners who are in the course read it.")
def withdraw(slug: str, reason: str) -> None:
    """Withdraw a course: nobody begins it any more, whoever is in it finishes."""
    clock = SystemClock()
    with _changing(
        lambda session: withdraw_course(session, actor=None, slug=slug, reason=reason, clock=clock)
    ):
        click.echo(gettext("%(slug)s: withdrawn. Whoever is in it can finish.", slug=slug))


@click.command()
@click.argument("slug")
def offer(slug: str) -> None:
    """Offer a withdrawn course again."""
    clock = SystemClock()
    with _changing(lambda session: offer_course_again(session, actor=None, slug=slug, clock=clock)):
        click.echo(gettext("%(slug)s: offered again.", slug=slug))


@contextmanager
def _changing(work: Callable[[Session], object]) -> Iterator[None]:
    """Do the work, or leave with 1 and the reason; speak the configured language meanwhile."""
    settings = load_settings()
    with speaking(settings, translations=[TRANSLATIONS], texts=TEXTS):
        open_current_database(settings)
        try:
            retrying(lambda: _in_transaction(work))
        except DomainError as error:
            refuse(describe(error))
        yield


def _in_transaction(work: Callable[[Session], object]) -> None:
    with transaction() as session:
        work(session)
