"""``lms content gift``: a quiz in Moodle's GIFT text as a quiz.yaml."""

import sys
from pathlib import Path

import click

from lms.courses.cli.reading import TEXTS, TRANSLATIONS
from lms.courses.loader import GiftReading, RefusedError, quiz_yaml, read_gift
from lms.courses.loader.files import text_of
from lms.web.console import refuse, require_writable, settings_without_key, speaking, write_or_refuse
from lms.web.i18n import gettext

_MAX_BYTES = 1_000_000
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--english", type=_FILE, help="The same questions in English. Else the words stand for both.")
@click.option("--lesson", default="lesson", help="The lesson of questions without a category of its name.")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The quiz.yaml.")
def gift(file: Path, english: Path | None, lesson: str, output: Path) -> None:
    """Turn GIFT text into the quiz of a course; nothing is stored."""
    with speaking(settings_without_key(), translations=[TRANSLATIONS], texts=TEXTS):
        require_writable(output)
        reading = read_gift(
            _text(file),
            english=_text(english) if english else None,
            lesson=lesson,
            names=(str(file), str(english or file)),
        )
        if reading.document is None:
            _refuse_all(reading)
        write_or_refuse(output, quiz_yaml(reading.document))
        click.echo(gettext("%(file)s: written.", file=output))
        _tell_what_is_left(reading, has_english=english is not None)


def _text(file: Path) -> str:
    with file.open("rb") as stream:
        content = stream.read(_MAX_BYTES + 1)
    if len(content) > _MAX_BYTES:
        refuse(f"{file}:1: " + str(TEXTS["courses.file_too_large"]) % {"limit": _MAX_BYTES // 1000})
    try:
        return text_of(str(file), content)
    except RefusedError as error:
        refuse("\n".join(f"{one.file}:{one.line}: {one.sentence()}" for one in error.problems))


def _refuse_all(reading: GiftReading) -> None:
    for problem in reading.problems:
        click.echo(f"{problem.file}:{problem.line}: {problem.sentence()}", err=True)
    sys.exit(1)


def _tell_what_is_left(reading: GiftReading, *, has_english: bool) -> None:
    if not has_english:
        click.echo(gettext("The words stand for both languages; translate those of “en”."))
    if reading.n_filled:
        click.echo(
            gettext(
                "%(count)s answers came without feedback; a general sentence stands there.",
                count=reading.n_filled,
            )
        )
    click.echo(gettext("Look at lessons and pass mark, then run `lms content check`."))
