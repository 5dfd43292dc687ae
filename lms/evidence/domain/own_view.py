"""Own views: what a person says of themselves in one sitting, and how it compares with what supervisors find.

An own view is for thinking and talking. It never counts towards a level and never meets a target: people's
views of themselves and their supervisors' hardly go together.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from lms.evidence.domain.finding import LevelFinding, RubricOutline
from lms.evidence.domain.judgement import check_ratings
from lms.evidence.domain.observation import Rating
from lms.kernel.calendar import months_before
from lms.kernel.errors import RuleViolation

REST = timedelta(days=30)
"""How long after a submitted sitting the next one may begin: sooner, one would rate one's memory of it."""
MONTHS_UNTIL_DUE = 6
"""After how many months another look at oneself is suggested."""
MAX_NOTE = 1000


@dataclass(frozen=True)
class OwnAnswer:
    """What was said on one criterion: a level, or that one cannot say yet, or nothing so far; and a note."""

    criterion_code: str
    level: int | None = None
    is_unsure: bool = False
    note: str = ""

    @property
    def is_given(self) -> bool:
        """Say whether the criterion is answered; a note alone is no answer."""
        return self.level is not None or self.is_unsure


@dataclass(frozen=True)
class OwnView:
    """All that was said in one sitting, in the words of one rubric version."""

    rubric_version_id: UUID
    answers: tuple[OwnAnswer, ...]

    @property
    def ratings(self) -> tuple[Rating, ...]:
        """List the levels chosen; notes stay with the person."""
        return tuple(
            Rating(answer.criterion_code, answer.level) for answer in self.answers if answer.level is not None
        )

    @property
    def n_answered(self) -> int:
        """Count the criteria answered."""
        return sum(answer.is_given for answer in self.answers)

    @property
    def by_criterion(self) -> Mapping[str, OwnAnswer]:
        """Give the answers by their criterion's code."""
        return {answer.criterion_code: answer for answer in self.answers}


class OwnViewStanding(StrEnum):
    """Where a person is with looking at themselves."""

    NEVER = "never"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    DUE_AGAIN = "due_again"


class Contrast(StrEnum):
    """How an own view of one criterion lies to what supervisors found there."""

    AGREE = "agree"
    HIGHER = "higher"
    LOWER = "lower"
    UNSURE = "unsure"
    UNOBSERVED = "unobserved"


def check_own_view(view: OwnView, *, outline: RubricOutline) -> None:
    """Check an own view before it is kept, finished or not.

    Raises RuleViolation("evidence.own_view_two_answers" | "evidence.own_view_long_note"); as
    ``check_ratings``.
    """
    codes = [answer.criterion_code for answer in view.answers]
    if len(set(codes)) != len(codes) or any(a.is_unsure and a.level is not None for a in view.answers):
        raise RuleViolation("evidence.own_view_two_answers")
    check_ratings(view.ratings, outline=outline)
    for answer in view.answers:
        if answer.criterion_code not in outline.criteria:
            raise RuleViolation("evidence.unknown_criterion", criterion=answer.criterion_code)
        if len(answer.note) > MAX_NOTE:
            raise RuleViolation("evidence.own_view_long_note", most=MAX_NOTE)


def check_whole(view: OwnView, *, outline: RubricOutline) -> None:
    """Check that an own view can be submitted: every criterion is answered, and not all with "cannot say".

    Raises RuleViolation("evidence.own_view_incomplete" | "evidence.own_view_says_nothing").
    """
    missing = list_unanswered(view, codes=outline.criteria)
    if missing:
        raise RuleViolation("evidence.own_view_incomplete", missing=len(missing))
    if not view.ratings:
        raise RuleViolation("evidence.own_view_says_nothing")


def list_unanswered(view: OwnView, *, codes: Iterable[str]) -> tuple[str, ...]:
    """List the criteria without an answer, in the order given."""
    given = {answer.criterion_code for answer in view.answers if answer.is_given}
    return tuple(code for code in codes if code not in given)


def next_sitting_on(submitted_on: date | None) -> date | None:
    """Give the first day on which another sitting may begin after one; None when there was none."""
    return None if submitted_on is None else submitted_on + REST


def check_rested(submitted_on: date | None, *, today: date) -> None:
    """Check that the last sitting is long enough ago. Raises RuleViolation("evidence.own_view_too_soon")."""
    next_on = next_sitting_on(submitted_on)
    if next_on is not None and today < next_on:
        raise RuleViolation("evidence.own_view_too_soon", days=(next_on - today).days)


def standing_of(*, has_draft: bool, submitted_on: date | None, today: date) -> OwnViewStanding:
    """Say where a person is: an open draft comes first, then how long ago the last sitting was."""
    if has_draft:
        return OwnViewStanding.DRAFT
    if submitted_on is None:
        return OwnViewStanding.NEVER
    is_old = submitted_on <= months_before(today, MONTHS_UNTIL_DUE)
    return OwnViewStanding.DUE_AGAIN if is_old else OwnViewStanding.SUBMITTED


def contrast(level: int | None, finding: LevelFinding) -> Contrast:
    """Say how an own level (None = cannot say yet) lies to a finding; that nothing is found comes first."""
    if finding.level is None:
        return Contrast.UNOBSERVED
    if level is None:
        return Contrast.UNSURE
    if level == finding.level:
        return Contrast.AGREE
    return Contrast.HIGHER if level > finding.level else Contrast.LOWER
