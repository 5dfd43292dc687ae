"""``lms demo data``: fill an empty database with the demo."""

import time

import click

from lms.config import load_settings
from lms.demo.building import Size, build
from lms.demo.learning import UnusableFileError
from lms.kernel.clock import SystemClock
from lms.people.queries import has_people
from lms.storage.migrations import upgrade
from lms.storage.session import reading
from lms.web.console import open_database, refuse

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
    if settings.env == "production":
        refuse("LMS_ENV=production: demo data and its known password have no place there")
    if size in LATER_SIZES:
        refuse(f"--size {size}: this release makes the size small only; use --size {Size.SMALL}")
    upgrade(open_database(settings))
    with reading() as session:
        if has_people(session):
            refuse("there are people in this database already: demo data is for an empty one")
    begun = time.monotonic()
    try:
        report = build(size=Size(size), seed=seed, clock=SystemClock(), settings=settings)
    except UnusableFileError as error:
        refuse(str(error))
    click.echo(
        f"{report.organisations} organisations, {report.people} people, {report.cases} cases, "
        f"{report.entries} entries, {report.past_observations} past observations "
        f"in {time.monotonic() - begun:.1f} s."
    )
