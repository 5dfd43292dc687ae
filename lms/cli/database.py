"""``lms db upgrade|check`` and ``lms audit verify``."""

import click

from lms.cli.messages import TRANSLATIONS
from lms.config import load_settings
from lms.courses.commands.indexing import index_if_empty
from lms.storage import audit as audit_log
from lms.storage.migrations import head_revision, upgrade
from lms.storage.session import reading, retrying, transaction
from lms.web.console import open_current_database, open_database, refuse, speaking
from lms.web.i18n import gettext as _


@click.group()
def db() -> None:
    """Look after the database's schema."""


@db.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the schema of this release, and its courses into the search."""
    settings = load_settings()
    upgrade(open_database(settings))
    retrying(index_courses)
    with speaking(settings, translations=TRANSLATIONS):
        click.echo(_("The database is at %(revision)s.", revision=head_revision()))


def index_courses() -> int:
    """Let the search find courses that were stored before there was one; return how many."""
    with transaction() as session:
        return index_if_empty(session)


@db.command("check")
def check_database() -> None:
    """Say whether the database has the schema of this release; exit 1 when it has not."""
    settings = load_settings()
    with speaking(settings, translations=TRANSLATIONS):
        open_current_database(settings)
        click.echo(_("The database is at %(revision)s.", revision=head_revision()))


@click.group()
def audit() -> None:
    """Check the audit log."""


@audit.command("verify")
@click.option(
    "--expect-head", metavar="HASH", help="The end of the chain as noted elsewhere: it must still be in it."
)
def verify_audit(expect_head: str | None) -> None:
    """Walk the whole chain; exit 1 and name each fault when an event was changed, removed or inserted."""
    settings = load_settings()
    open_database(settings)
    with speaking(settings, translations=TRANSLATIONS), reading() as session:
        report = audit_log.verify(session)
        faults = list(report.faults)
        if expect_head and not audit_log.contains_hash(session, expect_head):
            faults.append(_("The noted end is not in the chain: events were cut off or rewritten."))
        if faults:
            refuse("\n".join(faults))
        click.echo(
            _(
                "%(count)s events, unbroken. End of the chain: %(head)s",
                count=report.events,
                head=report.head_hash,
            )
        )
