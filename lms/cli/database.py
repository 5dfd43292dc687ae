"""``lms db upgrade|check`` and ``lms audit verify``."""

import sys

import click

from lms.config import load_settings
from lms.storage import audit as audit_log
from lms.storage.migrations import head_revision, is_at_head, upgrade
from lms.storage.session import reading
from lms.web.console import open_database


@click.group()
def db() -> None:
    """Look after the database's schema."""


@db.command("upgrade")
def upgrade_database() -> None:
    """Bring the database to the schema of this release."""
    engine = open_database(load_settings())
    upgrade(engine)
    click.echo(f"The database is at {head_revision()}.")


@db.command("check")
def check_database() -> None:
    """Say whether the database has the schema of this release; exit 1 when it has not."""
    engine = open_database(load_settings())
    with engine.connect() as connection:
        if is_at_head(connection):
            click.echo(f"The database is at {head_revision()}.")
            return
    click.echo(f"The database is not at {head_revision()}: run `lms db upgrade`.", err=True)
    sys.exit(1)


@click.group()
def audit() -> None:
    """Check the audit log."""


@audit.command("verify")
@click.option(
    "--expect-head", metavar="HASH", help="The end of the chain as noted elsewhere: it must still be in it."
)
def verify_audit(expect_head: str | None) -> None:
    """Walk the whole chain; exit 1 and name each fault when an event was changed, removed or inserted."""
    open_database(load_settings())
    with reading() as session:
        report = audit_log.verify(session)
        faults = list(report.faults)
        if expect_head and not audit_log.contains_hash(session, expect_head):
            faults.append("the noted end is not in the chain: events were cut off or rewritten")
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        sys.exit(1)
    click.echo(f"{report.events} events, unbroken. End of the chain: {report.head_hash}")
