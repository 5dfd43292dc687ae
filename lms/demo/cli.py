"""``lms demo data``: fill an empty database with the demo."""

import time
from pathlib import Path

import click

from lms.config import Settings, load_settings
from lms.demo.building import Size, build
from lms.demo.learning import UnusableFileError
from lms.kernel.clock import SystemClock
from lms.people.queries import has_people
from lms.storage.migrations import upgrade
from lms.storage.session import reading
from lms.web.console import open_database, refuse, speaking
from lms.web.i18n import gettext as _

LATER_SIZES = ("region", "national")


@click.command()
@click.option(
    "--size",
    default=Size.SMALL.value,
    show_default=True,
    type=click.Choice([*(size.value for size in Size), *LATER_SIZES]),
    help="How much to make; this release makes the small size.",
)
@click.option(
    "--seed", default=1, show_default=True, type=click.IntRange(0), help="The same seed, the same people."
)
def data(size: str, seed: int) -> None:
    """Fill an empty database with invented people and the real cases."""
    settings = load_settings()
    with speaking(settings, translations=[Path(__file__).parent / "translations"]):
        _fill(settings, size=size, seed=seed)


def _fill(settings: Settings, *, size: str, seed: int) -> None:
    if settings.env == "production":
        refuse(_("LMS_ENV=production: demo data and its known password have no place there."))
    if size in LATER_SIZES:
        refuse(_("--size %(size)s: this release makes only the size small.", size=size))
    upgrade(open_database(settings))
    with reading() as session:
        if has_people(session):
            refuse(_("There are people in this database already: demo data is for an empty one."))
    begun = time.monotonic()
    try:
        report = build(size=Size(size), seed=seed, clock=SystemClock(), settings=settings)
    except UnusableFileError as error:
        refuse(str(error))
    click.echo(
        _(
            "%(organisations)s organisations, %(people)s people, %(cases)s cases, %(entries)s records, "
            "%(past)s past observations in %(seconds)s s.",
            organisations=report.organisations,
            people=report.people,
            cases=report.cases,
            entries=report.entries,
            past=report.past_observations,
            seconds=round(time.monotonic() - begun, 1),
        )
    )
