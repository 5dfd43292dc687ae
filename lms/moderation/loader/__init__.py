"""Vignette files: from bytes to a ``VignetteText``, or to problems with lines; bad input never raises."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lms.moderation.domain import Flaw, VignetteText, list_flaws
from lms.moderation.loader.shape import vignette_text
from lms.moderation.loader.wording import FLAWS, PROBLEMS, REFUSALS
from lms.rubric.loader import MAX_BYTES, Schema
from lms.rubric.loader.document import Document, UnreadableError, read_document
from lms.rubric.loader.problem import place
from lms.rubric.loader.schema import list_shape_problems

__all__ = [
    "FLAWS",
    "FOLDER",
    "MAX_BYTES",
    "PROBLEMS",
    "REFUSALS",
    "SCHEMA_FILE",
    "Problem",
    "Reading",
    "list_vignette_files",
    "read_vignette",
]

FOLDER = "vignettes"
SCHEMA_FILE = "vignette.schema.json"


@dataclass(frozen=True)
class Problem:
    """A problem at a line (from 1) of a file."""

    line: int
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)

    def sentence(self) -> str:
        """Say what is wrong and what is expected, in the language of the moment."""
        return str(PROBLEMS[self.code]) % self.facts


@dataclass(frozen=True)
class Reading:
    """What reading a file gave: a whole vignette, or else every problem found."""

    vignette: VignetteText | None
    problems: tuple[Problem, ...]


def list_vignette_files(rubrics_dir: Path) -> list[Path]:
    """Return the files that are shipped beside the rubrics."""
    return sorted((rubrics_dir / FOLDER).glob("*.yaml"))


def read_vignette(
    data: bytes, *, name: str, schema: Schema, rubrics: Mapping[str, Mapping[str, int]]
) -> Reading:
    """Read a vignette file's bytes: YAML first, then its shape, then the rules of the domain.

    ``name``: the file's name without its ending. ``rubrics``: as ``list_flaws`` takes them.
    """
    try:
        document = read_document(data)
    except UnreadableError as error:
        return _refused(Problem(one.line, one.code, one.facts) for one in error.problems)
    shape = list_shape_problems(document, schema)
    if shape:
        return _refused(Problem(one.line, one.code, one.facts) for one in shape)
    text = vignette_text(document.value)
    flaws = [*list_flaws(text, rubrics=rubrics)]
    if text.slug != name:
        flaws.append(Flaw(("slug",), "moderation.slug_file", {"slug": text.slug, "file": name}))
    if flaws:
        return _refused(_problem(flaw, document) for flaw in flaws)
    return Reading(text, ())


def _problem(flaw: Flaw, document: Document) -> Problem:
    facts = {**flaw.facts, "place": place(document.value, flaw.path)}
    return Problem(document.line(flaw.path), flaw.code, facts)


def _refused(problems: Iterable[Problem]) -> Reading:
    return Reading(None, tuple(sorted(problems, key=lambda problem: problem.line)))
