"""``lms content reindex|correct-certificate``."""

import click

from lms.config import load_settings
from lms.courses.cli.reading import TEXTS, TRANSLATIONS
from lms.courses.commands.certifying import correct_certificate
from lms.courses.commands.indexing import reindex_courses
from lms.courses.domain.certificate import grouped_code
from lms.kernel.clock import SystemClock
from lms.kernel.errors import DomainError
from lms.storage.session import retrying, transaction
from lms.web.console import open_current_database, refuse, speaking
from lms.web.errors import describe
from lms.web.i18n import gettext, ngettext


@click.command()
def reindex() -> None:
    """Make the search index of courses anew from what is stored."""
    settings = load_settings()
    with speaking(settings, translations=[TRANSLATIONS], texts=TEXTS):
        open_current_database(settings)
        found = retrying(_reindex)
        click.echo(ngettext("The search finds %(num)s course.", "The search finds %(num)s courses.", found))


@click.command("correct-certificate")
@click.argument("code")
@click.option("--name", required=True, help="The name that is to stand on it from now on.")
def correct(code: str, name: str) -> None:
    """Write another name onto the certificate with this code; its code and day stay."""
    settings = load_settings()
    with speaking(settings, translations=[TRANSLATIONS], texts=TEXTS):
        open_current_database(settings)
        try:
            corrected = retrying(lambda: _correct(code, name))
        except DomainError as error:
            refuse(describe(error))
        click.echo(gettext("%(code)s now names %(name)s.", code=grouped_code(corrected), name=name.strip()))


def _reindex() -> int:
    with transaction() as session:
        return reindex_courses(session)


def _correct(code: str, name: str) -> str:
    with transaction() as session:
        certificate = correct_certificate(session, actor_id=None, code=code, name=name, clock=SystemClock())
        return certificate.code
