"""``lms targets check|load``: one line per problem on standard error, exit 1 when something is refused."""

import sys
from pathlib import Path

import click

from lms.config import Settings, load_settings
from lms.kernel.clock import SystemClock
from lms.kernel.errors import DomainError, NotFound
from lms.people.queries import find_organisation_by_code
from lms.rubric.loader import SCHEMA_FILE as RUBRIC_SCHEMA_FILE
from lms.rubric.loader import read_rubric
from lms.rubric.loader import read_schema as read_rubric_schema
from lms.storage.session import retrying, transaction
from lms.targets.commands import Loading, Outcome, load_profiles
from lms.targets.domain import ProfileFile
from lms.targets.loader import (
    MAX_BYTES,
    PROBLEMS,
    REFUSALS,
    SCHEMA_FILE,
    Scales,
    read_profiles,
    read_schema,
)
from lms.web.console import open_current_database, refuse, settings_without_key, speaking
from lms.web.errors import describe
from lms.web.i18n import gettext, lazy_gettext

TRANSLATIONS = Path(__file__).parent / "translations"
FOLDER = "targets"
OUTCOMES = {
    Outcome.PUBLISHED: lazy_gettext("published"),
    Outcome.REVISED: lazy_gettext("published with changes"),
    Outcome.UNCHANGED: lazy_gettext("unchanged"),
}


@click.group()
def targets() -> None:
    """Target profiles: check files, publish what they say."""


@targets.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check files of target profiles against their schema, their rubric and rules; nothing is stored."""
    settings = settings_without_key()
    with speaking(settings, translations=[TRANSLATIONS], texts={**PROBLEMS, **REFUSALS}):
        read = [(file, _read(file, settings)) for file in files]
        for file, profiles in read:
            if profiles is not None:
                click.echo(f"{file}: {_summary(profiles)}")
    if any(profiles is None for _, profiles in read):
        sys.exit(1)


@targets.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--publisher",
    metavar="ORGANISATION_CODE",
    required=True,
    help="Whose profiles they are: they hold there and below.",
)
def load(file: Path, publisher: str) -> None:
    """Publish the profiles of a file, or what has changed in them: all of them, or none."""
    settings = load_settings()
    with speaking(settings, translations=[TRANSLATIONS], texts={**PROBLEMS, **REFUSALS}):
        profiles = _read(file, settings)
        if profiles is None:
            sys.exit(1)
        open_current_database(settings)
        try:
            loading = retrying(lambda: _load(profiles, publisher))
        except DomainError as error:
            place = ": ".join(str(part) for part in (file, error.facts.get("profile")) if part)
            refuse(f"{place}: {describe(error)}")
        for code, outcome in loading.outcomes:
            click.echo(f"{file}: {code}: {OUTCOMES[outcome]}")


def _load(profiles: ProfileFile, publisher: str) -> Loading:
    with transaction() as session:
        organisation = find_organisation_by_code(session, publisher)
        if organisation is None:
            raise NotFound("targets.unknown_publisher", publisher=publisher)
        return load_profiles(
            session, actor_id=None, file=profiles, publisher_id=organisation.id, clock=SystemClock()
        )


def _read(file: Path, settings: Settings) -> ProfileFile | None:
    """Read one file; say what is wrong with it and return None when it cannot be loaded."""
    schema_file = settings.rubrics_dir / FOLDER / SCHEMA_FILE
    try:
        schema, scales = read_schema(schema_file), _scales(settings)
    except (OSError, ValueError) as error:
        refuse(gettext("%(file)s: the schema cannot be read: %(reason)s", file=schema_file, reason=error))
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)  # a device has no end
    except OSError as error:
        click.echo(
            gettext("%(file)s: cannot be read: %(reason)s", file=file, reason=error.strerror), err=True
        )
        return None
    reading = read_profiles(content, schema=schema, scales=scales)
    for problem in reading.problems:
        click.echo(f"{file}:{problem.line}: {problem.sentence()}", err=True)
    return reading.file


def _scales(settings: Settings) -> Scales:
    """Return the highest level of each criterion of the rubrics that stand beside the profiles."""
    schema = read_rubric_schema(settings.rubrics_dir / RUBRIC_SCHEMA_FILE)
    texts = (
        read_rubric(file.read_bytes(), schema=schema).rubric
        for file in sorted(settings.rubrics_dir.glob("*.yaml"))
    )
    return {
        (text.code, text.version): {criterion.code: len(text.levels) for criterion in text.criteria}
        for text in texts
        if text is not None
    }


def _summary(profiles: ProfileFile) -> str:
    return gettext(
        "%(profiles)s profiles (%(drafts)s drafts) in the words of %(rubric)s version %(version)s",
        profiles=len(profiles.profiles),
        drafts=sum(text.is_draft for text in profiles.profiles),
        rubric=profiles.rubric_code,
        version=profiles.rubric_version,
    )
