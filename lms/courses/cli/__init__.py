"""``lms content …``: one line per problem on standard error, exit 1 when something is refused."""

import click

from lms.courses.cli.gift import gift
from lms.courses.cli.loading import check, load
from lms.courses.cli.stored import export, offer, withdraw


@click.group()
def content() -> None:
    """Courses: check their folders, load versions, write them out, withdraw them."""


for command in (check, load, export, withdraw, offer, gift):
    content.add_command(command)
