"""``lms evidence estimate|agreement``: ratings files in, levels and figures out; a line per problem."""

import json
import math
import os
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click
from flask.ctx import AppContext

from lms.evidence.domain import FindingStatus
from lms.evidence.domain.agreement import CONFIDENCE, agreement_document, measure_agreement
from lms.evidence.domain.facets.scale import naturally
from lms.evidence.loader import (
    MOST_COUNTED,
    MOST_LEVELS,
    Estimated,
    Ratings,
    RatingsRefused,
    estimate_levels,
    levels_table,
    problem_sentence,
    raters_table,
    read_ratings,
    repeat_sentence,
)
from lms.evidence.loader.fields import EARLIEST
from lms.kernel.clock import SystemClock
from lms.web.console import require_writable, settings_without_key, speaking, write_or_refuse
from lms.web.i18n import gettext, ngettext

TRANSLATIONS = Path(__file__).parent / "translations"
MOST_SHOWN = 50
FILE = click.Path(path_type=Path)
LEVELS = click.option(
    "--levels",
    metavar="K",
    type=click.IntRange(2, MOST_LEVELS),
    help="The highest level. Else: the highest one in the file.",
)


def _a_day(_context: click.Context, _option: click.Parameter, value: datetime | None) -> date | None:
    """Take a day as of which ratings can be, or nothing."""
    if value is not None and value.date() < EARLIEST:
        raise click.BadParameter(f"{value.date()} is before {EARLIEST}, the earliest day of a rating.")
    return None if value is None else value.date()


def _a_number(_context: click.Context, _option: click.Parameter, value: float | None) -> float | None:
    """Take a number of days, or nothing; a range lets through what is no number at all."""
    if value is not None and not math.isfinite(value):
        raise click.BadParameter(f"{value} is not a number of days.")
    return value


@click.group()
def evidence() -> None:
    """Ratings files: estimate levels, measure agreement."""


@evidence.command()
@click.argument("ratings", metavar="RATINGS.csv", type=FILE)
@click.option("-o", "--output", metavar="LEVELS.csv", type=FILE, help="Write here. Else: to standard output.")
@click.option("--raters-out", metavar="RATERS.csv", type=FILE, help="Write how each rater used the scale.")
@click.option(
    "--as-of",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    callback=_a_day,
    help="The day of the levels; later ratings do not count. Else: the latest date in the file.",
)
@click.option(
    "--half-life-days",
    metavar="N",
    type=click.FloatRange(min=1),
    callback=_a_number,
    help="Let a rating count half after so many days. Else: age widens intervals only.",
)
@LEVELS
def estimate(
    *,
    ratings: Path,
    output: Path | None,
    raters_out: Path | None,
    as_of: date | None,
    half_life_days: float | None,
    levels: int | None,
) -> None:
    """Estimate the level of every subject in every criterion, with its certainty."""
    _check_apart(ratings, output, raters_out)
    with _speaking():
        today = SystemClock().today()
        read = _read(ratings, today=today, levels=levels)
        for place in filter(None, (output, raters_out)):
            require_writable(place)
        on = as_of or read.latest_on or today
        _warn(ratings, _notes(read, on))
        estimated = estimate_levels(read, as_of=on, half_life_days=half_life_days)
        if raters_out is not None:
            write_or_refuse(raters_out, raters_table(estimated))
        if output is None:
            click.echo(levels_table(estimated), nl=False)
            return
        write_or_refuse(output, levels_table(estimated))
        click.echo(_summary(output, estimated, on))


@evidence.command()
@click.argument("ratings", metavar="RATINGS.csv", type=FILE)
@LEVELS
def agreement(ratings: Path, levels: int | None) -> None:
    """Print how far raters agree, over all criteria and for each, as JSON."""
    with _speaking():
        read = _read(ratings, today=SystemClock().today(), levels=levels)
    others = read.by_others
    document = {
        **agreement_document(measure_agreement(others.unit_ratings)),
        "n_own_views_left_out": len(read) - len(others),
        "confidence": CONFIDENCE,
        "criteria": {
            name: agreement_document(measure_agreement(others.where(others.criterion == code).unit_ratings))
            for code, name in sorted(enumerate(read.criteria), key=lambda pair: naturally(pair[1]))
        },
    }
    click.echo(json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False))


def _speaking() -> AppContext:
    return speaking(settings_without_key(), translations=[TRANSLATIONS])


def _check_apart(ratings: Path, *outputs: Path | None) -> None:
    """Keep a result from taking the place of the ratings or of the other result."""
    places = [os.path.realpath(file) for file in (ratings, *outputs) if file is not None]
    if len(set(places)) < len(places):
        raise click.UsageError("RATINGS.csv, LEVELS.csv and RATERS.csv must be different files.")


def _read(file: Path, *, today: date, levels: int | None) -> Ratings:
    """Read the ratings; say what is wrong and leave with 1, or say what was repeated."""
    try:
        read = read_ratings(file, today=today, levels=levels)
    except RatingsRefused as refused:
        lines = [(problem.line, problem_sentence(problem)) for problem in refused.problems]
        _tell(file, lines, refused.count)
        if refused.count >= MOST_COUNTED:
            click.echo(gettext("%(file)s: read no further", file=file), err=True)
        sys.exit(1)
    repeats = [(repeat.line, repeat_sentence(repeat)) for repeat in read.repeats[:MOST_SHOWN]]
    _tell(file, repeats, len(read.repeats))
    return read.ratings


def _tell(file: Path, lines: Sequence[tuple[int | None, str]], count: int) -> None:
    for line, sentence in lines[:MOST_SHOWN]:
        place = f"{file}:{line}" if line is not None else f"{file}"
        click.echo(f"{place}: {sentence}", err=True)
    rest = count - min(len(lines), MOST_SHOWN)
    if rest:
        click.echo(
            ngettext("… and %(num)s more line like these.", "… and %(num)s more lines like these.", rest),
            err=True,
        )


def _notes(read: Ratings, on: date) -> list[str]:
    """Say what somebody should know before they rely on the levels."""
    notes = []
    later = int((read.day > on.toordinal()).sum())
    if later:
        notes.append(
            ngettext(
                "%(num)s rating is later than %(day)s and does not count",
                "%(num)s ratings are later than %(day)s and do not count",
                later,
                day=on,
            )
        )
    if int(read.level.min()) == int(read.level.max()):
        notes.append(
            gettext(
                "every rating is level %(level)s: nothing tells people or raters apart", level=read.level[0]
            )
        )
    return notes


def _warn(file: Path, notes: Sequence[str]) -> None:
    for note in notes:
        click.echo(f"{file}: {note}", err=True)


def _summary(file: Path, estimated: Estimated, on: date) -> str:
    counts = {status.value: estimated.count(status) for status in FindingStatus}
    return f"{file}: " + gettext(
        "levels as of %(day)s: %(established)s established, %(provisional)s provisional, "
        "%(insufficient)s without enough evidence, %(not_linked)s not linked to the others",
        day=on,
        **counts,
    )
