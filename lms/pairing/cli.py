"""``lms pairing edges|solve|verify``: pairing files in, plans out; one line per problem on standard error."""

import ctypes
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn, TypeVar

import click
from flask.ctx import AppContext

from lms.pairing.domain.checking import violations
from lms.pairing.domain.matching import solve as solve_problem
from lms.pairing.domain.result_file import write_edges, write_result
from lms.pairing.domain.search import Budget
from lms.pairing.loader import (
    FileRefused,
    problem_sentence,
    read_instance,
    read_result,
    unreadable_sentence,
    violation_sentence,
)
from lms.web.console import require_writable, settings_without_key, speaking, write_or_refuse
from lms.web.i18n import gettext, ngettext

T = TypeVar("T")

TRANSLATIONS = Path(__file__).parent / "translations"
MOST_SHOWN = 100
INPUT = click.Path(path_type=Path)
SECONDS = 60.0
STDOUT, STDERR = 1, 2


@click.group()
def pairing() -> None:
    """Pairing files: list admissible seats, find the best plan, check a plan."""


@pairing.command()
@click.argument("instance", metavar="INSTANCE.json", type=INPUT)
@click.option("-o", "--output", metavar="EDGES.csv", type=INPUT, help="Write here. Else: to standard output.")
def edges(instance: Path, output: Path | None) -> None:
    """Write every admissible seat of an instance with its points."""
    with _speaking():
        _write(output, write_edges(_read(instance, read_instance)))


@pairing.command()
@click.argument("instance", metavar="INSTANCE.json", type=INPUT)
@click.option(
    "-o", "--output", metavar="RESULT.json", type=INPUT, help="Write here. Else: to standard output."
)
@click.option(
    "--time-limit",
    metavar="S",
    type=click.FloatRange(min=0.0),
    default=SECONDS,
    show_default=True,
    help="Seconds after which the best plan found is taken, with its gap.",
)
def solve(instance: Path, output: Path | None, time_limit: float) -> None:
    """Find the best plan for an instance, with its proof, reasons and alternatives."""
    with _speaking():
        problem = _read(instance, read_instance)
        if output is not None:
            require_writable(output)
        with _chatter_on_stderr():
            plan = solve_problem(problem, budget=Budget(time_limit))
        _write(output, write_result(plan))


@pairing.command()
@click.argument("instance", metavar="INSTANCE.json", type=INPUT)
@click.argument("result", metavar="RESULT.json", type=INPUT)
def verify(instance: Path, result: Path) -> None:
    """Check a plan against its instance without the solver."""
    with _speaking():
        problem, plan = _read(instance, read_instance), _read(result, read_result)
        found = violations(problem, plan)
        if found:
            _refuse(result, [violation_sentence(violation) for violation in found])
        click.echo(
            gettext(
                "%(file)s: holds. %(pairs)s, %(open)s left open, objective %(objective)s (%(status)s).",
                file=result,
                pairs=ngettext("%(num)s case paired", "%(num)s cases paired", len(plan.pairs)),
                open=len(plan.unassigned),
                objective=f"{plan.objective:.3f}",
                status=plan.status,
            )
        )


@contextmanager
def _chatter_on_stderr() -> Iterator[None]:
    """Keep standard output for the plan: HiGHS now and then prints a line of its own there."""
    if os.name != "posix":
        yield
        return
    sys.stdout.flush()  # what was written before goes where it was meant to
    kept = os.dup(STDOUT)
    os.dup2(STDERR, STDOUT)
    try:
        yield
    finally:
        ctypes.CDLL(None).fflush(None)  # what C has buffered goes where it was meant to
        os.dup2(kept, STDOUT)
        os.close(kept)


def _speaking() -> AppContext:
    return speaking(settings_without_key(), translations=[TRANSLATIONS])


def _read(file: Path, read: Callable[[Path], T]) -> T:
    try:
        return read(file)
    except FileRefused as refused:
        if refused.reason is not None:
            _refuse(file, [unreadable_sentence(refused.reason)])
        _refuse(file, [problem_sentence(problem) for problem in refused.problems])


def _refuse(file: Path, sentences: list[str]) -> NoReturn:
    for sentence in sentences[:MOST_SHOWN]:
        click.echo(f"{file}: {sentence}", err=True)
    if len(sentences) > MOST_SHOWN:
        rest = len(sentences) - MOST_SHOWN
        click.echo(ngettext("… and %(num)s more problem.", "… and %(num)s more problems.", rest), err=True)
    sys.exit(1)


def _write(output: Path | None, text: str) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        write_or_refuse(output, text)
