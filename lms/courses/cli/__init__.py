"""``lms content …``: one line per problem on standard error, exit 1 when something is refused."""

import click

from lms.courses.cli.loading import check, load


@click.group()
def content() -> None:
    """Courses: check their folders, load versions."""


for command in (check, load):
    content.add_command(command)
