"""``lms moderation check|load|archive``: one line per problem on standard error, exit 1 when refused."""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import click

from lms.config import Settings, load_settings
from lms.kernel.clock import SystemClock
from lms.kernel.errors import DomainError, NotFound
from lms.moderation.commands import Loading, archive_vignette, load_vignette
from lms.moderation.domain import VignetteText
from lms.moderation.loader import (
    FLAWS,
    FOLDER,
    MAX_BYTES,
    REFUSALS,
    SCHEMA_FILE,
    list_vignette_files,
    read_vignette,
)
from lms.people.queries import find_organisation_by_code
from lms.rubric.loader import SCHEMA_FILE as RUBRIC_SCHEMA_FILE
from lms.rubric.loader import Schema, read_rubric, read_schema
from lms.storage.session import retrying, transaction
from lms.web.console import open_current_database, refuse, settings_without_key, speaking
from lms.web.errors import describe
from lms.web.i18n import gettext

FEATURES = Path(__file__).parent.parent
TRANSLATIONS = [FEATURES / "moderation" / "translations", FEATURES / "rubric" / "translations"]

_Vignettes: TypeAlias = list[tuple[Path, VignetteText]]


@click.group()
def moderation() -> None:
    """Calibration: check vignette files, load them, put one away."""


@moderation.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check vignette files (else all beside the rubrics) against schema and rules; nothing is stored."""
    settings = settings_without_key()
    with speaking(settings, translations=TRANSLATIONS, texts={**FLAWS, **REFUSALS}):
        for file, text in _read_all(files, settings):
            click.echo(f"{file}: {_summary(text)}")


@moderation.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--publisher", metavar="ORGANISATION_CODE", help="Who publishes them: used there and below. Else: by all."
)
def load(files: tuple[Path, ...], publisher: str | None) -> None:
    """Load vignette files (else all beside the rubrics) as versions that never change again.

    Either all are loaded or, when one is refused, none.
    """
    settings = load_settings()
    with speaking(settings, translations=TRANSLATIONS, texts={**FLAWS, **REFUSALS}):
        vignettes = _read_all(files, settings)
        open_current_database(settings)
        try:
            loadings = retrying(lambda: _load([text for _file, text in vignettes], publisher))
        except DomainError as error:
            refuse(describe(error))
        for (file, text), loading in zip(vignettes, loadings, strict=True):
            told = {"file": file, "summary": _summary(text)}
            click.echo(
                gettext("%(file)s: loaded. %(summary)s", **told)
                if loading.is_new
                else gettext("%(file)s: unchanged, loaded before. %(summary)s", **told)
            )


@moderation.command()
@click.argument("slug")
@click.option("--version", required=True, help="Which version of it.")
@click.option("--reason", required=True, help="Why nobody should choose it any more.")
def archive(slug: str, version: str, reason: str) -> None:
    """Put a vignette away: nobody can choose it any more, sessions that use it go on."""
    settings = load_settings()
    with speaking(settings, translations=TRANSLATIONS, texts={**FLAWS, **REFUSALS}):
        open_current_database(settings)
        try:
            with transaction() as session:
                archive_vignette(
                    session, actor_id=None, slug=slug, version=version, reason=reason, clock=SystemClock()
                )
        except DomainError as error:
            refuse(describe(error))
        click.echo(gettext("%(slug)s version %(version)s: put away.", slug=slug, version=version))


def _load(vignettes: Sequence[VignetteText], publisher: str | None) -> list[Loading]:
    with transaction() as session:
        publisher_id = None
        if publisher is not None:
            organisation = find_organisation_by_code(session, publisher)
            if organisation is None:
                raise NotFound("moderation.unknown_publisher", publisher=publisher)
            publisher_id = organisation.id
        return [
            load_vignette(
                session, actor_id=None, vignette=vignette, publisher_id=publisher_id, clock=SystemClock()
            )
            for vignette in vignettes
        ]


def _read_all(files: tuple[Path, ...], settings: Settings) -> _Vignettes:
    """Read all files; say what is wrong and leave with 1 when one of them is refused."""
    wanted = list(files) or list_vignette_files(settings.rubrics_dir)
    if not wanted:
        folder = settings.rubrics_dir / FOLDER
        refuse(gettext("%(path)s: no vignette here; files ending in .yaml are expected", path=folder))
    schema = _schema(settings.rubrics_dir / FOLDER / SCHEMA_FILE)
    rubrics = _rubrics(settings)
    read = [(file, _read(file, schema, rubrics)) for file in wanted]
    whole = [(file, text) for file, text in read if text is not None]
    if len(whole) < len(read):
        sys.exit(1)
    return whole


def _read(file: Path, schema: Schema, rubrics: Mapping[str, Mapping[str, int]]) -> VignetteText | None:
    try:
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)  # a device has no end
    except OSError as error:
        click.echo(
            gettext("%(file)s: cannot be read: %(reason)s", file=file, reason=error.strerror), err=True
        )
        return None
    reading = read_vignette(content, name=file.stem, schema=schema, rubrics=rubrics)
    for problem in reading.problems:
        click.echo(f"{file}:{problem.line}: {problem.sentence()}", err=True)
    return reading.vignette


def _schema(file: Path) -> Schema:
    try:
        return read_schema(file)
    except (OSError, ValueError) as error:
        refuse(gettext("%(file)s: the schema cannot be read: %(reason)s", file=file, reason=error))


def _rubrics(settings: Settings) -> Mapping[str, Mapping[str, int]]:
    """Return the highest level of each criterion of the rubrics that stand beside the vignettes."""
    schema = _schema(settings.rubrics_dir / RUBRIC_SCHEMA_FILE)
    rubrics: dict[str, dict[str, int]] = {}
    for file in sorted(settings.rubrics_dir.glob("*.yaml")):
        rubric = read_rubric(file.read_bytes(), schema=schema).rubric
        if rubric is not None:
            own = {criterion.code: len(rubric.levels) for criterion in rubric.criteria}
            rubrics.setdefault(rubric.code, {}).update(own)
    return rubrics


def _summary(text: VignetteText) -> str:
    return gettext(
        "%(slug)s version %(version)s: criteria %(criteria)s, questions %(questions)s, minutes %(minutes)s",
        slug=text.slug,
        version=text.version,
        criteria=len(text.criteria),
        questions=len(text.questions),
        minutes=text.minutes,
    )
