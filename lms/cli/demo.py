"""``lms demo``: everything from an empty folder to a served product; ``lms demo data`` only the data."""

import os

import click

from lms.app import catalogues
from lms.cli.database import index_courses
from lms.cli.messages import TRANSLATIONS
from lms.cli.server import run_server
from lms.config import Settings, load_settings
from lms.demo import ACCOUNTS, PASSWORD, Size, build
from lms.demo.cli import data
from lms.kernel.clock import SystemClock
from lms.people.queries import has_people
from lms.storage.migrations import upgrade
from lms.storage.session import reading, retrying
from lms.web.console import open_database, refuse, speaking
from lms.web.i18n import gettext as _

SEED = 1


@click.group(invoke_without_command=True)
@click.option("--host", default="127.0.0.1", show_default=True, envvar="HOST", help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, envvar="PORT", type=click.IntRange(1, 65535))
@click.pass_context
def demo(context: click.Context, host: str, port: int) -> None:
    """Bring the database up to date, fill it with invented people if it is empty, and serve it."""
    os.environ.setdefault("LMS_ENV", "demo")
    os.environ.setdefault("LMS_BASE_URL", f"http://{host}:{port}")
    settings = load_settings()
    if settings.env == "production":
        with speaking(settings, translations=TRANSLATIONS):
            refuse(_("LMS_ENV=production: demo data and its known password have no place there."))
    if context.invoked_subcommand is not None:
        return
    with speaking(settings, translations=[*TRANSLATIONS, *catalogues()]):
        _fill_and_introduce(settings)
    run_server(settings, host=host, port=port, workers=None, with_worker=True)


def _fill_and_introduce(settings: Settings) -> None:
    engine = open_database(settings)
    upgrade(engine)
    retrying(index_courses)
    with reading() as session:
        is_empty = not has_people(session)
    if is_empty:
        click.echo(_("Filling the database with demo data (once)"))
        build(size=Size.SMALL, seed=SEED, clock=SystemClock(), settings=settings)
    engine.dispose()
    click.echo("\n  " + _("Banso is at %(address)s (stop with Ctrl+C)", address=settings.base_url) + "\n")
    click.echo("  " + _("Demo accounts, password %(password)s:", password=PASSWORD))
    for email, role in ACCOUNTS:
        click.echo(f"    {email:<24} {role}")
    folders = {"mail": settings.var_dir / "mail", "log": settings.var_dir / "banso.log"}
    click.echo("\n  " + _("Mails go to %(mail)s, the log to %(log)s.", **folders) + "\n")


demo.add_command(data)
