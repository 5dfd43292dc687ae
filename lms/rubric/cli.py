"""``lms rubric check|load``: one line per problem on standard error, exit 1 when something is refused."""

import sys
from pathlib import Path

import click

from lms.config import Settings, load_settings
from lms.kernel.clock import SystemClock
from lms.kernel.errors import DomainError, NotFound
from lms.people.queries import find_organisation_by_code
from lms.rubric.commands import Loading, load_rubric
from lms.rubric.domain import RubricText
from lms.rubric.loader import MAX_BYTES, PROBLEMS, REFUSALS, SCHEMA_FILE, read_rubric, read_schema
from lms.storage.session import retrying, transaction
from lms.web.console import open_current_database, refuse, settings_without_key, speaking
from lms.web.errors import describe
from lms.web.i18n import gettext

TRANSLATIONS = Path(__file__).parent / "translations"


@click.group()
def rubric() -> None:
    """Rubrics: check files, load versions."""


@rubric.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check rubric files against their schema and rules; nothing is stored."""
    settings = settings_without_key()
    with speaking(settings, translations=[TRANSLATIONS], texts={**PROBLEMS, **REFUSALS}):
        texts = [(file, _read(file, settings)) for file in files]
        for file, text in texts:
            if text is not None:
                click.echo(f"{file}: {_summary(text)}")
    if any(text is None for _, text in texts):
        sys.exit(1)


@rubric.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--publisher", metavar="ORGANISATION_CODE", help="Who publishes it: read there and below. Else: by all."
)
def load(file: Path, publisher: str | None) -> None:
    """Load a rubric file as a version that never changes again."""
    settings = load_settings()
    with speaking(settings, translations=[TRANSLATIONS], texts={**PROBLEMS, **REFUSALS}):
        text = _read(file, settings)
        if text is None:
            sys.exit(1)
        open_current_database(settings)
        try:
            loading = retrying(lambda: _load(text, publisher))
        except DomainError as error:
            refuse(f"{file}: {describe(error)}")
        if loading.is_new:
            click.echo(gettext("%(file)s: loaded. %(summary)s", file=file, summary=_summary(text)))
        else:
            click.echo(
                gettext("%(file)s: unchanged, loaded before. %(summary)s", file=file, summary=_summary(text))
            )


def _load(text: RubricText, publisher: str | None) -> Loading:
    with transaction() as session:
        publisher_id = None
        if publisher is not None:
            organisation = find_organisation_by_code(session, publisher)
            if organisation is None:
                raise NotFound("rubric.unknown_publisher", publisher=publisher)
            publisher_id = organisation.id
        return load_rubric(
            session, actor_id=None, rubric=text, publisher_id=publisher_id, clock=SystemClock()
        )


def _read(file: Path, settings: Settings) -> RubricText | None:
    """Read one file; say what is wrong with it and return None when it cannot be loaded."""
    schema_file = settings.rubrics_dir / SCHEMA_FILE
    try:
        schema = read_schema(schema_file)
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
    reading = read_rubric(content, schema=schema)
    for problem in reading.problems:
        click.echo(f"{file}:{problem.line}: {problem.sentence()}", err=True)
    return reading.rubric


def _summary(text: RubricText) -> str:
    drafts = sum(descriptor.is_draft for descriptor in text.descriptors)
    return gettext(
        "%(code)s version %(version)s: %(domains)s domains, %(criteria)s criteria, %(levels)s levels, "
        "%(descriptors)s descriptors (%(drafts)s drafts)",
        code=text.code,
        version=text.version,
        domains=len(text.domains),
        criteria=len(text.criteria),
        levels=len(text.levels),
        descriptors=len(text.descriptors),
        drafts=drafts,
    )
