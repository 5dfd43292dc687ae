"""What a vignette file says, and what can be wrong with it that no schema sees."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TypeAlias

Words: TypeAlias = Mapping[str, str]
Path: TypeAlias = tuple[str | int, ...]

SUREST, VAGUEST = 0.1, 1.0
"""Between which standard errors a panel's level lies, in levels: nobody is surer, and vaguer says nothing."""


@dataclass(frozen=True)
class ReferenceLevel:
    """What a panel found for one criterion: ``mean`` on 1–K, ``std_error`` in levels, and why."""

    criterion: str
    mean: float
    std_error: float
    reason: Words


@dataclass(frozen=True)
class VignetteSource:
    """Where facts come from, and the day (ISO) they were looked at."""

    title: Words
    checked: str


@dataclass(frozen=True)
class VignetteText:
    """A whole vignette. ``rubric``: the code of the rubric it is rated by; ``criteria``: codes in it.

    ``drafting``: what is invented; ``panel``: who set the reference levels and how; ``is_draft``: a panel of
    practitioners has not confirmed them yet.
    """

    slug: str
    version: str
    rubric: str
    title: Words
    minutes: int
    situation: Words
    scene: Words
    questions: tuple[Words, ...]
    criteria: tuple[str, ...]
    cases: tuple[str, ...]
    sources: tuple[VignetteSource, ...]
    drafting: Words
    panel: Words
    is_draft: bool
    reference: tuple[ReferenceLevel, ...]

    def digest(self) -> str:
        """Return the SHA-256 of the content: equal for files that say the same, however they are laid out."""
        content = asdict(self)
        content["reference"] = sorted(content["reference"], key=lambda level: str(level["criterion"]))
        canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class Flaw:
    """Something wrong at a place of the file."""

    path: Path
    code: str
    facts: Mapping[str, object] = field(default_factory=dict)


def list_flaws(text: VignetteText, *, rubrics: Mapping[str, Mapping[str, int]]) -> tuple[Flaw, ...]:
    """Name everything wrong with a vignette.

    ``rubrics``: for each rubric's code, the highest level of each of its criteria.
    """
    highest = rubrics.get(text.rubric)
    if highest is None:
        known = ", ".join(sorted(rubrics))
        return (Flaw(("rubric",), "moderation.unknown_rubric", {"rubric": text.rubric, "known": known}),)
    return (
        *_criteria_flaws(text.criteria, highest, text.rubric),
        *_reference_flaws(text, highest),
        *_source_flaws(text.sources),
    )


def _criteria_flaws(criteria: Sequence[str], highest: Mapping[str, int], rubric: str) -> Iterator[Flaw]:
    for position, code in enumerate(criteria):
        place, facts = ("criteria", position), {"criterion": code}
        if code not in highest:
            yield Flaw(place, "moderation.unknown_criterion", {**facts, "rubric": rubric})
        if code in criteria[:position]:
            yield Flaw(place, "moderation.criterion_twice", facts)


def _reference_flaws(text: VignetteText, highest: Mapping[str, int]) -> Iterator[Flaw]:
    given = Counter(level.criterion for level in text.reference)
    for code in dict.fromkeys(text.criteria):
        if not given[code]:
            yield Flaw(("reference", "levels"), "moderation.reference_missing", {"criterion": code})
    for position, level in enumerate(text.reference):
        place: Path = ("reference", "levels", position)
        facts: dict[str, object] = {"criterion": level.criterion}
        if level.criterion not in text.criteria:
            yield Flaw(place, "moderation.reference_of_nothing", facts)
        elif level.criterion in {earlier.criterion for earlier in text.reference[:position]}:
            yield Flaw(place, "moderation.reference_twice", facts)
        yield from _range_flaws(level, place, highest.get(level.criterion))


def _range_flaws(level: ReferenceLevel, place: Path, highest: int | None) -> Iterator[Flaw]:
    facts: dict[str, object] = {"criterion": level.criterion}
    if highest is not None and not 1 <= level.mean <= highest:
        facts |= {"found": level.mean, "highest": highest}
        yield Flaw((*place, "mean"), "moderation.mean_out_of_range", facts)
    if not SUREST <= level.std_error <= VAGUEST:
        facts |= {"found": level.std_error, "lowest": SUREST, "highest": VAGUEST}
        yield Flaw((*place, "std_error"), "moderation.std_error_out_of_range", facts)


def _source_flaws(sources: Sequence[VignetteSource]) -> Iterator[Flaw]:
    for position, source in enumerate(sources):
        try:
            date.fromisoformat(source.checked)
        except ValueError:
            place = ("sources", position, "checked")
            yield Flaw(place, "moderation.not_a_day", {"found": source.checked[:60]})
