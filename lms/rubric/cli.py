"""``lms rubric check|load|export``: a line per problem on standard error, exit 1 when anything is refused."""

import contextlib
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy.orm import Session

from lms.config import Settings, load_settings
from lms.kernel.clock import SystemClock
from lms.kernel.errors import Conflict, DomainError, NotFound
from lms.people.queries import find_organisation_by_code
from lms.rubric import queries
from lms.rubric.commands import Loading, load_rubric
from lms.rubric.domain import RubricText
from lms.rubric.forms.differences import list_differences
from lms.rubric.loader import (
    LARGEST_FILE,
    PROBLEMS,
    REFUSALS,
    SCHEMA_FILE,
    SUFFIXES,
    WRITTEN,
    Format,
    edition_of,
    read_file,
    read_schema,
    write_rubric,
)
from lms.storage.session import reading, retrying, transaction
from lms.web.console import (
    open_current_database,
    refuse,
    require_writable,
    settings_without_key,
    speaking,
    write_or_refuse,
)
from lms.web.errors import describe
from lms.web.i18n import gettext

TRANSLATIONS = Path(__file__).parent / "translations"

_FORMATS = [kind.value for kind in Format]
_IS_CALLED = {f".{suffix}": kind for kind, suffix in SUFFIXES.items()} | {".yml": Format.YAML}

format_option = click.option(
    "--format",
    "kind",
    type=click.Choice(_FORMATS),
    help="Its format. Else: by its name and beginning.",
)
fallback_option = click.option(
    "--language-fallback",
    "fall_back",
    is_flag=True,
    help="Let a text stand in for its missing translation; the descriptors concerned become drafts.",
)


@click.group()
def rubric() -> None:
    """Rubrics: check files, load versions, write them as files."""


@rubric.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@format_option
@fallback_option
def check(files: tuple[Path, ...], kind: str | None, *, fall_back: bool) -> None:
    """Check rubric files against their schema and rules; nothing is stored."""
    settings = settings_without_key()
    with speaking(settings, translations=[TRANSLATIONS], texts={**PROBLEMS, **REFUSALS}):
        texts = [(file, _read(file, settings, kind, fall_back=fall_back)) for file in files]
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
@format_option
@fallback_option
@click.option(
    "--public", "is_public", is_flag=True, help="Let anyone fetch it as a CASE document, without an account."
)
@click.option("--dry-run", is_flag=True, help="Say what would become of each criterion, and store nothing.")
def load(
    file: Path, publisher: str | None, kind: str | None, *, fall_back: bool, is_public: bool, dry_run: bool
) -> None:
    """Load a rubric file as a version that never changes again."""
    settings = load_settings()
    with speaking(settings, translations=[TRANSLATIONS], texts={**PROBLEMS, **REFUSALS}):
        text = _read(file, settings, kind, fall_back=fall_back)
        if text is None:
            sys.exit(1)
        open_current_database(settings)
        try:
            if dry_run:
                _tell_differences(file, text)
            loading = retrying(lambda: _load(text, publisher, is_public=is_public, dry_run=dry_run))
        except DomainError as error:
            refuse(f"{file}: {describe(error)}")
        click.echo(_outcome(file, text, loading, dry_run=dry_run))


@rubric.command()
@click.argument("name", metavar="CODE[@VERSION]")
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(path_type=Path), help="Else: standard output."
)
@click.option(
    "--format",
    "kind",
    type=click.Choice([kind.value for kind in WRITTEN]),
    help="Else: by the name of the file, and YAML where there is none.",
)
def export(name: str, output: Path | None, kind: str | None) -> None:
    """Write a published version as a file; without a version, the one published last."""
    settings = load_settings()
    with speaking(settings, translations=[TRANSLATIONS], texts={**PROBLEMS, **REFUSALS}):
        if output is not None:
            require_writable(output)
        open_current_database(settings)
        code, _, version = name.partition("@")
        with reading() as session:
            published = queries.find_published(session, code, version or None)
            if published is None:
                refuse(gettext("There is no rubric “%(name)s”.", name=name))
            text = queries.read_published(session, published)
        wanted = _IS_CALLED.get(output.suffix.lower(), Format.YAML) if output is not None else Format.YAML
        edition = edition_of(published, base_url=settings.base_url)
        content = write_rubric(text, Format(kind) if kind is not None else wanted, edition)
        if output is None:
            click.echo(content, nl=False)
        else:
            write_or_refuse(output, content.decode())
            click.echo(f"{output}: {_summary(text)}")


def _load(text: RubricText, publisher: str | None, *, is_public: bool, dry_run: bool) -> Loading:
    with transaction() as session:
        publisher_id = None
        if publisher is not None:
            organisation = find_organisation_by_code(session, publisher)
            if organisation is None:
                raise NotFound("rubric.unknown_publisher", publisher=publisher)
            publisher_id = organisation.id
        loading = _load_as(session, text, publisher_id, is_public=is_public)
        if dry_run:
            session.rollback()
        return loading


def _load_as(session: Session, text: RubricText, publisher_id: UUID | None, *, is_public: bool) -> Loading:
    """Load a text as it is, or for everybody. What was loaded for everybody before stays so."""
    public = replace(text, is_public=True)
    wanted, other = (public, text) if is_public else (text, public)
    how: dict[str, Any] = {"actor_id": None, "publisher_id": publisher_id, "clock": SystemClock()}
    try:
        return load_rubric(session, rubric=wanted, **how)
    except Conflict as conflict:
        if conflict.code != "rubric.version_immutable":
            raise
        with contextlib.suppress(Conflict):
            loading = load_rubric(session, rubric=other, **how)
            if not is_public:
                return loading
            conflict.code = "rubric.loaded_not_public"
        raise


def _tell_differences(file: Path, text: RubricText) -> None:
    """Say what would be new or changed, against the same version or else the one published last."""
    with reading() as session:
        published = queries.find_published(session, text.code, text.version)
        published = published or queries.find_published(session, text.code, None)
        old = None if published is None else queries.read_published(session, published)
    if published is None:
        click.echo(gettext("%(file)s: dry run, nothing is stored.", file=file))
    else:
        click.echo(
            gettext(
                "%(file)s: dry run, nothing is stored. Against version %(version)s:",
                file=file,
                version=published.version,
            )
        )
    for one in list_differences(old, text):
        parts = f" ({', '.join(one.parts)})" if one.parts else ""
        click.echo(f"  {f'{one.code} {one.name}'.strip()}: {one.label}{parts}")


def _outcome(file: Path, text: RubricText, loading: Loading, *, dry_run: bool) -> str:
    summary = _summary(text)
    if not loading.is_new:
        return gettext("%(file)s: unchanged, loaded before. %(summary)s", file=file, summary=summary)
    if dry_run:
        return gettext("%(file)s: would be loaded. %(summary)s", file=file, summary=summary)
    return gettext("%(file)s: loaded. %(summary)s", file=file, summary=summary)


def _read(file: Path, settings: Settings, kind: str | None, *, fall_back: bool) -> RubricText | None:
    """Read one file; say what is wrong with it and return None when it cannot be loaded."""
    schema_file = settings.rubrics_dir / SCHEMA_FILE
    try:
        schema = read_schema(schema_file)
    except (OSError, ValueError) as error:
        refuse(gettext("%(file)s: the schema cannot be read: %(reason)s", file=schema_file, reason=error))
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)  # a device has no end
    except OSError as error:
        click.echo(
            gettext("%(file)s: cannot be read: %(reason)s", file=file, reason=error.strerror), err=True
        )
        return None
    wanted = None if kind is None else Format(kind)
    reading = read_file(content, schema=schema, name=file.name, kind=wanted, fall_back=fall_back)
    for problem in (*reading.problems, *reading.notes):
        place = f"{file}:{problem.line}" if problem.line else file
        click.echo(f"{place}: {problem.sentence()}", err=True)
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
