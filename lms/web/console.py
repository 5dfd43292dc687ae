"""What the features' console commands share: words, the database, files, leaving with one clear line."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

import click
from flask import Flask
from flask.ctx import AppContext
from sqlalchemy import Engine

from lms.config import Settings, load_settings
from lms.storage.engine import check_usable, make_engine
from lms.storage.migrations import is_at_head
from lms.storage.session import Database, use_database
from lms.web.errors import register_error_texts
from lms.web.files import check_writable, replace_file
from lms.web.i18n import LazyString, gettext, init_i18n

OWN_TRANSLATIONS = Path(__file__).parent / "translations"


def settings_without_key() -> Settings:
    """Read the settings for a command that works on files alone: it signs nothing and needs no key."""
    return load_settings({**os.environ, "LMS_SECRET_KEY": "-" * 32})


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


def require_writable(file: Path) -> None:
    """Leave with 1 before long work when its result could not be written."""
    try:
        check_writable(file)
    except OSError as error:
        _refuse_place(file, error)


def write_or_refuse(file: Path, text: str) -> None:
    """Write all of a file, or leave with 1 and the old one as it was."""
    try:
        replace_file(file, text)
    except OSError as error:
        _refuse_place(file, error)


def refuse(line: str) -> NoReturn:
    """Say on standard error what is wrong, and leave with 1."""
    click.echo(line, err=True)
    sys.exit(1)


def _refuse_place(file: Path, error: OSError) -> NoReturn:
    refuse(f"{file}: " + gettext("cannot be written: %(reason)s", reason=error.strerror))
