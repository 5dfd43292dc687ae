"""What the features' console commands share: words, the database, and leaving with one clear line."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask
from flask.ctx import AppContext
from sqlalchemy import Engine

from lms.config import Settings
from lms.storage.engine import check_usable, make_engine
from lms.storage.migrations import is_at_head
from lms.storage.session import Database, use_database
from lms.web.errors import register_error_texts
from lms.web.i18n import LazyString, gettext, init_i18n

OWN_TRANSLATIONS = Path(__file__).parent / "translations"


def speaking(
    settings: Settings, *, translations: Sequence[Path], texts: Mapping[str, LazyString] | None = None
) -> AppContext:
    """Enter an app that knows no more than the given words, in the configured language."""
    app = Flask(__name__)
    init_i18n(app, catalogues=[OWN_TRANSLATIONS, *translations], default=settings.locale)
    register_error_texts(texts or {})
    return app.app_context()


def open_database(settings: Settings) -> Engine:
    """Open the configured database for this process. Raises DatabaseUnusableError."""
    engine = make_engine(settings.database_url)
    check_usable(engine)
    use_database(Database.of_engine(engine))
    return engine


def open_current_database(settings: Settings) -> None:
    """Open the configured database, or leave with 1 when it has not the schema of this release."""
    engine = open_database(settings)
    with engine.connect() as connection:
        if not is_at_head(connection):
            refuse(gettext("The database has not the schema of this release: run `lms db upgrade` first."))
    engine.dispose()  # a server forks from here, and connections do not survive that


def refuse(line: str) -> NoReturn:
    """Say on standard error what is wrong, and leave with 1."""
    click.echo(line, err=True)
    sys.exit(1)
