"""What a rater says about a vignette: a level, or that it cannot be judged, and why."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from lms.evidence.domain import Rating
from lms.kernel.errors import RuleViolation

MAX_NOTE = 1000


class Round(IntEnum):
    """Rated alone first, and again after the discussion."""

    FIRST = 1
    SECOND = 2


@dataclass(frozen=True)
class Answer:
    """One criterion of one vignette; neither a level nor ``is_unsure`` while it is open."""

    criterion_code: str
    level: int | None = None
    is_unsure: bool = False
    note: str = ""

    @property
    def is_given(self) -> bool:
        """Say whether it is answered: with a level, or by saying that it cannot be judged."""
        return self.level is not None or self.is_unsure


def check_answers(answers: Sequence[Answer], *, codes: Iterable[str], highest: int) -> None:
    """Check answers about one vignette, whole or not.

    Raises RuleViolation("moderation.not_rated_here" | "moderation.answered_twice" |
    "moderation.level_out_of_range" | "moderation.note_too_long").
    """
    known = set(codes)
    seen: set[str] = set()
    for answer in answers:
        if answer.criterion_code not in known:
            raise RuleViolation("moderation.not_rated_here", criterion=answer.criterion_code)
        if answer.criterion_code in seen or (answer.level is not None and answer.is_unsure):
            raise RuleViolation("moderation.answered_twice", criterion=answer.criterion_code)
        seen.add(answer.criterion_code)
        if answer.level is not None and not 1 <= answer.level <= highest:
            raise RuleViolation("moderation.level_out_of_range", highest=highest)
        if len(answer.note) > MAX_NOTE:
            raise RuleViolation("moderation.note_too_long", highest=MAX_NOTE)


def list_open(answers: Iterable[Answer], *, codes: Iterable[str]) -> list[str]:
    """Name the criteria not answered yet, in their order."""
    given = {answer.criterion_code for answer in answers if answer.is_given}
    return [code for code in codes if code not in given]


def check_whole(by_vignette: Mapping[int, Iterable[Answer]], codes: Mapping[int, Sequence[str]]) -> None:
    """Check that a round is answered throughout: by the number of the vignette.

    Raises RuleViolation("moderation.answers_missing") naming the first vignette with a gap.
    """
    for number in sorted(codes):
        missing = list_open(by_vignette.get(number, ()), codes=codes[number])
        if missing:
            raise RuleViolation("moderation.answers_missing", number=number, missing=len(missing))


def ratings_of(answers: Iterable[Answer]) -> Iterator[Rating]:
    """Yield the levels given."""
    for answer in answers:
        if answer.level is not None:
            yield Rating(answer.criterion_code, answer.level)
