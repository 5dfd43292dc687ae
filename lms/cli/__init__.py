"""The ``lms`` console script: one group, each feature's own commands mounted under it.

Exit codes: 0 done, 1 a refused input (one clear line per problem on standard error), 2 wrong usage.
"""

import click

from lms.cli.database import audit, db
from lms.cli.demo import demo
from lms.cli.init import init
from lms.cli.levels import refit
from lms.cli.messages import TRANSLATIONS, UNUSABLE
from lms.cli.server import serve, worker
from lms.config import SettingsError, load_settings
from lms.courses.cli import content
from lms.evidence.cli import evidence
from lms.moderation.cli import moderation
from lms.pairing.cli import pairing
from lms.rubric.cli import rubric
from lms.storage.engine import DatabaseUnusableError
from lms.targets.cli import targets
from lms.web.console import refuse, speaking


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="banso")
def lms() -> None:
    """Banso (伴走): training and competency of business advisors."""


evidence.add_command(refit)
for group in (rubric, content, evidence, moderation, pairing, targets):
    lms.add_command(group)
for command in (init, demo, serve, worker, db, audit):
    lms.add_command(command)


def main() -> None:
    """Run the command line; turn what a person can mend into one line each, never a traceback."""
    try:
        lms()
    except SettingsError as error:
        refuse(str(error))
    except DatabaseUnusableError as error:
        with speaking(load_settings(), translations=TRANSLATIONS):
            refuse(str(UNUSABLE[error.code]) % error.facts)
