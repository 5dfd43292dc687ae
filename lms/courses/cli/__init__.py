"""``lms content …``: one line per problem on standard error, exit 1 when something is refused."""

import click

from lms.courses.cli.gift import gift
from lms.courses.cli.loading import check, load
from lms.courses.cli.stored import export, offer, withdraw
from lms.courses.cli.upkeep import correct, reindex


@click.group()
def content() -> None:
    """Courses: check their folders, load versions, write them out, withdraw them, look after them."""


for command in (check, load, export, withdraw, offer, gift, reindex, correct):
    content.add_command(command)
